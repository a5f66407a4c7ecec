import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, ResourceName } from "../resource-name";
import { ownedBy } from "./view";

/**
 * Makes the caller the one who answers for a token: where whoever issued or adopted it is no longer a member, or where
 * it was issued from the command line. The token itself stays as it is.
 */
export const adoptAccessToken = operation({
  name: "access_tokens.adopt",
  scope: "access_token:write",
  input: z.object({ resource: ResourceName, id: z.uuid() }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      if (caller.principal.kind !== "user") {
        return fail({ code: "conflict", message: "Only a person can answer for a token." });
      }
      const ofToken = and(ownedBy(found.resource), eq(accessTokens.id, input.id));
      const [token] = await tx.select().from(accessTokens).where(ofToken).for("update");
      if (!token) return fail({ code: "not_found", what: "other", name: input.id });
      if (token.revokedAt) return fail({ code: "conflict", message: `${token.name} is revoked.` });
      const responsible = token.adoptedBy ?? token.createdBy;
      if (responsible) {
        const [member] = await tx
          .select({ name: users.name })
          .from(memberships)
          .innerJoin(users, eq(users.id, memberships.userId))
          .where(and(eq(memberships.workspaceId, found.workspace.id), eq(memberships.userId, responsible)));
        if (member) return fail({ code: "conflict", message: `${member.name} answers for ${token.name} already.` });
      }
      await tx.update(accessTokens).set({ adoptedBy: caller.principal.userId, adoptedAt: new Date() }).where(ofToken);
      await recordAudit(tx, caller, {
        action: "access_token.adopted",
        resource: found.resource,
        details: { access_token_id: token.id, name: token.name },
      });
      return ok(null);
    }),
});
