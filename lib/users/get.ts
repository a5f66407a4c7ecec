import { z } from "zod";
import type { KnownAuthor } from "../access-tokens/authors";
import { findActors } from "../actors/find";
import { anyScope } from "../authorization/can";
import type { Caller, Resource } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { braced, namedId } from "../ids";
import { findMember } from "../memberships/get";
import { operation } from "../operation";
import { findRepository } from "../repositories/find";
import { findWorkspace, type Workspace } from "../workspaces/find";

/**
 * Who somebody is: a member of the token's own workspace, or one of its tokens. The published API asks for no scope here.
 * Whoever is elsewhere can't be told from nobody.
 */
export const getAccount = operation({
  name: "users.get",
  scope: anyScope,
  input: z.object({ name: z.string() }),
  find: async (_, caller) => findOwnWorkspace(caller),
  missing: ({ name }) => ({ what: "other", name: `User “${name}”` }),
  run: async ({ input, found }): Promise<Result<KnownAuthor>> => {
    const member = await findMember(found.workspace, input.name);
    if (member) return ok({ kind: "user", id: member.id, name: member.name, createdAt: member.createdAt });
    const token = await findToken(found.workspace, input.name);
    return token ? ok(token) : fail({ code: "not_found", what: "other", name: `User “${input.name}”` });
  },
});

/** The workspace that a token lives in. What is decided about is what the token belongs to: that it sees in any case. */
async function findOwnWorkspace({ principal }: Caller): Promise<{ resource: Resource; workspace: Workspace } | null> {
  if (principal.kind !== "access_token") return null;
  const owner = principal.access[0].resource;
  const workspace = principal.workspace ?? (await findWorkspace(braced(principal.workspaceId)));
  if (!workspace) return null;
  switch (owner.kind) {
    case "repository": {
      const repository = await findRepository(workspace.slug, braced(owner.repositoryId));
      return repository && { resource: repository.resource, workspace };
    }
    default:
      return { resource: owner, workspace };
  }
}

async function findToken(workspace: Workspace, name: string): Promise<KnownAuthor | null> {
  const id = namedId(name);
  return id ? ((await findActors(workspace.id, [{ kind: "access_token", id }])).get(id) ?? null) : null;
}
