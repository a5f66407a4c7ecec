import { z } from "zod";
import type { Workspace } from "../workspaces/find";
import { Link, Timestamp, timestamp, Uuid, uuidOf } from "./values";

const workspaceLinkNames = ["avatar", "html", "self"] as const;
const ShortLinks = z.record(z.enum(workspaceLinkNames), Link);

export const CondensedWorkspaceObject = z.object({
  type: z.literal("workspace"),
  uuid: Uuid,
  name: z.string(),
  slug: z.string(),
  links: ShortLinks,
});

/** The workspace as an owner: an account of a team. */
export const TeamObject = z
  .object({ type: z.literal("team"), uuid: Uuid, username: z.string(), display_name: z.string(), links: ShortLinks })
  .meta({ id: "team" });

export const WorkspaceObject = z
  .object({
    ...CondensedWorkspaceObject.shape,
    is_private: z.boolean(),
    is_privacy_enforced: z.boolean(),
    forking_mode: z.enum(["allow_forks", "internal_only"]),
    created_on: Timestamp,
    updated_on: Timestamp,
    links: z.record(z.enum([...workspaceLinkNames, "members", "owners", "projects", "repositories", "snippets"]), Link),
  })
  .meta({ id: "workspace" });

export function presentWorkspace(workspace: Workspace, origin: string): z.infer<typeof WorkspaceObject> {
  const condensed = condensedWorkspace(workspace, origin);
  const api = condensed.links.self.href;
  return {
    ...condensed,
    is_private: true,
    is_privacy_enforced: true,
    forking_mode: "internal_only",
    created_on: timestamp(workspace.createdAt),
    updated_on: timestamp(workspace.updatedAt),
    links: {
      ...condensed.links,
      members: { href: `${api}/members` },
      owners: { href: `${api}/members?q=permission%3D%22owner%22` },
      projects: { href: `${api}/projects` },
      repositories: { href: `${origin}/2.0/repositories/${workspace.slug}` },
      snippets: { href: `${origin}/2.0/snippets/${workspace.slug}` },
    },
  };
}

/** As other objects name it. */
export function condensedWorkspace(workspace: Workspace, origin: string): z.infer<typeof CondensedWorkspaceObject> {
  return {
    type: "workspace",
    uuid: uuidOf(workspace),
    name: workspace.name,
    slug: workspace.slug,
    links: linksOf(workspace, origin),
  };
}

export function ownerTeam(workspace: Workspace, origin: string): z.infer<typeof TeamObject> {
  return {
    type: "team",
    uuid: uuidOf(workspace),
    username: workspace.slug,
    display_name: workspace.name,
    links: linksOf(workspace, origin),
  };
}

function linksOf({ slug }: Workspace, origin: string) {
  return {
    avatar: { href: `${origin}/${slug}/avatar` },
    html: { href: `${origin}/${slug}` },
    self: { href: `${origin}/2.0/workspaces/${slug}` },
  };
}
