import { and, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, ResourceName } from "../resource-name";
import { keepAsEnded, secretIdentity } from "./end";
import { ownedBy } from "./view";

/** Ends the old secret of a token that is being replaced, before its time. The new one is not touched. */
export const endOldSecret = operation({
  name: "access_tokens.end_old_secret",
  scope: "access_token:write",
  input: z.object({ resource: ResourceName, id: z.uuid() }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      const [token] = await tx
        .select({ name: accessTokens.name })
        .from(accessTokens)
        .where(and(ownedBy(found.resource), eq(accessTokens.id, input.id)))
        .for("update");
      if (!token) return fail({ code: "not_found", what: "other", name: input.id });
      const at = new Date();
      const ended = await tx
        .delete(accessTokenSecrets)
        .where(
          and(
            eq(accessTokenSecrets.workspaceId, found.workspace.id),
            eq(accessTokenSecrets.accessTokenId, input.id),
            isNotNull(accessTokenSecrets.supersededAt),
          ),
        )
        .returning(secretIdentity);
      if (ended.length === 0) {
        return fail({ code: "conflict", message: `The old secret of ${token.name} has ended already.` });
      }
      await keepAsEnded(tx, ended, { reason: "replaced", at });
      await recordAudit(tx, caller, {
        action: "access_token.old_secret_ended",
        resource: found.resource,
        details: { access_token_id: input.id, name: token.name },
      });
      return ok(null);
    }),
});
