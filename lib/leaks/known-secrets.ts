import { and, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { accessTokenSecrets, endedSecrets } from "@/db/schema/access-tokens";
import { digestsForLookup, type TokenSecret } from "../access-tokens/secret";

export type KnownSecret = { id: string; workspaceId: string; accessTokenId: string };

/** Those of the secrets that open something, in whatever workspace, in one lookup. */
export async function findLiveSecrets(
  secrets: Iterable<TokenSecret>,
  now = new Date(),
): Promise<Map<TokenSecret, KnownSecret>> {
  const { id, digest, workspaceId, accessTokenId } = accessTokenSecrets;
  return lookUp(secrets, (isOneOf) =>
    db()
      .select({ id, digest, workspaceId, accessTokenId })
      .from(accessTokenSecrets)
      .where(and(isOneOf(digest), or(isNull(accessTokenSecrets.expiresAt), gt(accessTokenSecrets.expiresAt, now)))),
  );
}

/** Those that once did. */
export async function findEndedSecrets(secrets: Iterable<TokenSecret>): Promise<Map<TokenSecret, KnownSecret>> {
  const { id, digest, workspaceId, accessTokenId } = endedSecrets;
  return lookUp(secrets, (isOneOf) =>
    db().select({ id, digest, workspaceId, accessTokenId }).from(endedSecrets).where(isOneOf(digest)),
  );
}

type DigestColumn = typeof accessTokenSecrets.digest | typeof endedSecrets.digest;

async function lookUp(
  secrets: Iterable<TokenSecret>,
  select: (isOneOf: (column: DigestColumn) => SQL) => PromiseLike<(KnownSecret & { digest: Buffer })[]>,
): Promise<Map<TokenSecret, KnownSecret>> {
  const known = new Map<TokenSecret, KnownSecret>();
  const digests: Buffer[] = [];
  const secretOf = new Map<string, TokenSecret>();
  for (const secret of secrets) {
    for (const digest of digestsForLookup(secret)) {
      digests.push(digest);
      secretOf.set(digest.toString("latin1"), secret);
    }
  }
  if (digests.length === 0) return known;
  // An array is one value: any number of digests can be looked for in one statement.
  for (const { digest, ...row } of await select((column) => sql`${column} = any(${sql.param(digests)}::bytea[])`)) {
    const secret = secretOf.get(digest.toString("latin1"));
    if (secret) known.set(secret, row);
  }
  return known;
}
