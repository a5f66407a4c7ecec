import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { repositories } from "@/db/schema/repositories";
import { endTokensOwnedBy } from "../access-tokens/end-owned";
import { knownActor } from "../actors/actor";
import { recordAudit } from "../audit/record";
import { fail, invalid, ok, type Result } from "../errors";
import { emitEvent } from "../events/emit";
import { deleteBareRepository } from "../git/storage";
import { operation } from "../operation";
import { findRepository } from "./find";

/** Deletes a repository for good and ends its tokens. `confirmation` repeats its slug, where a person was asked to. */
export const deleteRepository = operation({
  name: "repositories.delete",
  scope: "repository:delete",
  input: z.object({ workspace: z.string(), repository: z.string(), confirmation: z.string().optional() }),
  find: ({ workspace, repository }, caller) => findRepository(workspace, repository, caller),
  missing: ({ repository }) => ({ what: "repository", name: repository }),
  run: async ({ caller, input, found }): Promise<Result<{ endedTokens: number }>> => {
    if (input.confirmation !== undefined && input.confirmation !== found.slug)
      return invalid("confirmation", `Type ${found.slug} to delete it.`);
    const ids = and(eq(repositories.workspaceId, found.workspace.id), eq(repositories.id, found.id));
    const result = await db().transaction(async (tx): Promise<Result<{ endedTokens: number }>> => {
      const [locked] = await tx.select({ id: repositories.id }).from(repositories).where(ids).for("update");
      if (!locked) return fail({ code: "not_found", what: "repository", name: input.repository });
      const ended = await endTokensOwnedBy(tx, caller, { resource: found.resource, repositoryIds: [found.id] });
      await tx.delete(repositories).where(ids);
      await emitEvent(tx, knownActor(caller.principal), {
        key: "repo:deleted",
        workspaceId: found.workspace.id,
        repository: found,
        payload: () => ({}),
      });
      const endedTokens = ended.length;
      await recordAudit(tx, caller, ...ended, {
        action: "repository.deleted",
        resource: found.resource,
        details: { slug: found.slug, project_id: found.project.id, ended_tokens: endedTokens },
      });
      return ok({ endedTokens });
    });
    if (result.ok) await deleteBareRepository(found.id);
    return result;
  },
});
