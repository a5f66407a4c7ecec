import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { recordAudit } from "../audit/record";
import { fail, invalid, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { endAccessTokens } from "./end";
import { mostAtOnce } from "./list-input";
import { ownerOf } from "./owner";

/**
 * Revokes many tokens of a workspace and beneath it: all or none. `confirmation` is their number, typed by the person.
 * `conflict` where one of them was revoked meanwhile, or is none of the workspace's: then nothing has happened.
 */
export const revokeAccessTokens = operation({
  name: "access_tokens.revoke_many",
  // Held on the workspace itself by its admins alone.
  scope: "access_token:write",
  input: z.object({
    workspace: z.string(),
    ids: z
      .array(z.uuid())
      .min(1, "Choose at least one token.")
      .max(mostAtOnce, `Choose at most ${mostAtOnce.toLocaleString("en")} tokens.`)
      .transform((ids) => [...new Set(ids)]),
    confirmation: z.string().trim(),
  }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ caller, input, found }): Promise<Result<{ revoked: number }>> => {
    if (input.confirmation !== String(input.ids.length)) {
      return invalid("confirmation", `Type ${input.ids.length} to confirm.`);
    }
    return db().transaction(async (tx): Promise<Result<{ revoked: number }>> => {
      const tokens = await tx
        .select({
          id: accessTokens.id,
          name: accessTokens.name,
          kind: accessTokens.kind,
          workspaceId: accessTokens.workspaceId,
          projectId: accessTokens.projectId,
          repositoryId: accessTokens.repositoryId,
          revokedAt: accessTokens.revokedAt,
        })
        .from(accessTokens)
        .where(and(eq(accessTokens.workspaceId, found.id), inArray(accessTokens.id, input.ids)))
        // In one order, so that two people who choose the same tokens don't wait for each other.
        .orderBy(accessTokens.id)
        .for("update");
      const over = tokens.find(({ revokedAt }) => revokedAt !== null);
      if (over) {
        return fail({ code: "conflict", message: `${over.name} was revoked meanwhile. Nothing was revoked now.` });
      }
      if (tokens.length < input.ids.length) {
        return fail({ code: "conflict", message: "One of them is no token of this workspace. Nothing was revoked." });
      }
      await endAccessTokens(tx, {
        workspaceId: found.id,
        ids: input.ids,
        reason: "revoked",
        at: new Date(),
        by: caller.principal.kind === "user" ? caller.principal.userId : null,
      });
      const events = tokens.map((token) => ({
        action: "access_token.revoked" as const,
        resource: ownerOf(token.kind, token.workspaceId, token.projectId, token.repositoryId),
        details: { access_token_id: token.id, name: token.name, together_with: tokens.length - 1 },
      }));
      await recordAudit(tx, caller, ...events);
      return ok({ revoked: tokens.length });
    });
  },
});
