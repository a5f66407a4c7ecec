import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, type NamedResource, ResourceName } from "../resource-name";
import { endAccessTokens } from "./end";
import { type AccessTokenView, ownedBy, selectTokenViews, toView } from "./view";

/**
 * Revokes a token of the resource. When this returns, no request with its secret is accepted any more, on any node.
 * `conflict` where somebody was first.
 */
export const revokeAccessToken = operation({
  name: "access_tokens.revoke",
  scope: "access_token:write",
  input: z.object({ resource: ResourceName, id: z.uuid() }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<AccessTokenView>> => {
      const [locked] = await tx
        .select({ revokedAt: accessTokens.revokedAt })
        .from(accessTokens)
        .where(and(ownedBy(found.resource), eq(accessTokens.id, input.id)))
        .for("update");
      if (!locked) return fail({ code: "not_found", what: "other", name: input.id });
      if (locked.revokedAt) {
        const { name, revokedBy } = await view(tx, found, input.id);
        return fail({
          code: "conflict",
          message: `${name} was already revoked by ${revokedBy ?? "the command line"}.`,
        });
      }
      await endAccessTokens(tx, {
        workspaceId: found.workspace.id,
        ids: [input.id],
        reason: "revoked",
        at: new Date(),
        by: caller.principal.kind === "user" ? caller.principal.userId : null,
      });
      const revoked = await view(tx, found, input.id);
      await recordAudit(tx, caller, {
        action: "access_token.revoked",
        resource: found.resource,
        details: { access_token_id: revoked.id, name: revoked.name },
      });
      return ok(revoked);
    }),
});

async function view(tx: Executor, { resource }: NamedResource, id: string): Promise<AccessTokenView> {
  const [row] = await selectTokenViews(tx).where(and(ownedBy(resource), eq(accessTokens.id, id)));
  if (!row) throw new Error("A token vanished while it was locked.");
  return toView(row);
}
