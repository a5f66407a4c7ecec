import { z } from "zod";
import type { KnownAuthor } from "../access-tokens/authors";
import type { Workspace } from "../workspaces/find";
import { AccountObject, presentAccount } from "./account";
import { Link, uuidOf } from "./values";
import { CondensedWorkspaceObject, condensedWorkspace } from "./workspace";

export const MembershipObject = z
  .object({
    type: z.literal("workspace_membership"),
    user: AccountObject,
    workspace: CondensedWorkspaceObject,
    links: z.object({ self: Link }),
  })
  .meta({ id: "workspace_membership" });

export const WorkspaceAccessObject = z
  .object({
    type: z.literal("workspace_access"),
    administrator: z.boolean(),
    workspace: CondensedWorkspaceObject,
    links: z.object({ self: Link }),
  })
  .meta({ id: "workspace_access" });

export function presentMembership(
  user: Omit<KnownAuthor & { kind: "user" }, "kind">,
  workspace: Workspace,
  origin: string,
): z.infer<typeof MembershipObject> {
  const condensed = condensedWorkspace(workspace, origin);
  return {
    type: "workspace_membership",
    user: presentAccount({ kind: "user", ...user }),
    workspace: condensed,
    links: { self: { href: `${condensed.links.self.href}/members/${encodeURIComponent(uuidOf(user))}` } },
  };
}

/** A token administers no workspace. */
export function presentWorkspaceAccess(workspace: Workspace, origin: string): z.infer<typeof WorkspaceAccessObject> {
  const condensed = condensedWorkspace(workspace, origin);
  return {
    type: "workspace_access",
    administrator: false,
    workspace: condensed,
    links: { self: { href: `${origin}/2.0/user/workspaces/${workspace.slug}` } },
  };
}
