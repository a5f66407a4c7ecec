import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, ResourceName } from "../resource-name";
import { issuerLeft } from "./filters";
import { latestEnd } from "./narrowing";
import { type AccessTokenView, ownedBy, selectTokenViews, toView } from "./view";

/** A live secret, as a page may know it: when, never what. */
export type SecretView = {
  id: string;
  createdAt: Date;
  /** Null: never. */
  expiresAt: Date | null;
  /** Whether a newer one has replaced it. */
  old: boolean;
};

export type AccessTokenDetail = {
  token: AccessTokenView;
  /** At most two, the newest last. */
  secrets: SecretView[];
  /** Whether nobody answers for it any more: whoever issued or adopted it is no member now. */
  issuerLeft: boolean;
  /** The latest end that a replacement made now may have; null: it may live for ever. */
  latestEnd: Date | null;
};

/** One token that belongs to the resource itself. */
export const getAccessToken = operation({
  name: "access_tokens.get",
  scope: "access_token",
  input: z.object({ resource: ResourceName, id: z.uuid() }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ input, found }): Promise<Result<AccessTokenDetail>> => {
    const now = new Date();
    const [row] = await selectTokenViews().where(and(ownedBy(found.resource), eq(accessTokens.id, input.id)));
    if (!row) return fail({ code: "not_found", what: "other", name: input.id });
    const [responsible] = await db()
      .select({ left: sql<boolean>`${issuerLeft(found.workspace.id)}` })
      .from(accessTokens)
      .where(and(ownedBy(found.resource), eq(accessTokens.id, input.id)));
    const secrets = await db()
      .select({
        id: accessTokenSecrets.id,
        createdAt: accessTokenSecrets.createdAt,
        expiresAt: accessTokenSecrets.expiresAt,
        supersededAt: accessTokenSecrets.supersededAt,
      })
      .from(accessTokenSecrets)
      .where(
        and(eq(accessTokenSecrets.workspaceId, found.workspace.id), eq(accessTokenSecrets.accessTokenId, input.id)),
      )
      .orderBy(asc(accessTokenSecrets.createdAt));
    const since = row.replacedAt ?? row.createdAt;
    return ok({
      token: toView(row, now),
      secrets: secrets
        .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
        .map(({ supersededAt, ...secret }) => ({ ...secret, old: supersededAt !== null })),
      issuerLeft: responsible?.left ?? false,
      latestEnd: latestEnd({ since, expiresAt: row.expiresAt }, now),
    });
  },
});
