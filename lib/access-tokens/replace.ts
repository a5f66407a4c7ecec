import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { fieldErrors, operation } from "../operation";
import { findResource, missingResource, type NamedResource, ResourceName } from "../resource-name";
import { keepAsEnded, secretIdentity } from "./end";
import { endExpiredSecrets } from "./expire";
import { ExpiryInput, expiresAt } from "./expiry";
import { type Grant, grantDetails, insertSecret } from "./insert-secret";
import type { IssuedAccessToken } from "./issue";
import { issuingProblem } from "./may-issue";
import { wideningProblems } from "./narrowing";
import { type Overlap, overlaps, usualOverlap } from "./overlap";
import { replaceAccessTokenSchema } from "./token-input";
import { ownedBy, selectTokenViews, toView } from "./view";

/**
 * Issues a new secret for a token that isn't revoked; the old one lives on for the overlap, in minutes. The token keeps
 * its name, identity and history; what it may do stays or shrinks. An expired token comes back.
 *
 * `newestSecretId` is the secret that the caller means to replace, null where none is live. A request that is sent again
 * names one that is no longer the newest, and is refused with `conflict`: it makes no third secret and ends no new one.
 */
export const replaceAccessToken = operation({
  name: "access_tokens.replace",
  scope: "access_token:write",
  input: z.object({
    resource: ResourceName,
    id: z.uuid(),
    newestSecretId: z.uuid().nullable(),
    overlapMinutes: z.union(overlaps.map((minutes) => z.literal(minutes))).default(usualOverlap),
    scopes: z.array(z.string()),
    expiry: ExpiryInput.optional(),
    addresses: z.array(z.string()).nullish(),
    addressMode: z.enum(["enforce", "watch"]).optional(),
    refs: z.array(z.string()).nullish(),
  }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: ({ caller, input, found }) => {
    const parsed = replaceAccessTokenSchema(found.resource.kind).safeParse(input);
    if (!parsed.success) return Promise.resolve(fail({ code: "invalid_request", fields: fieldErrors(parsed.error) }));
    const { expiry, ...limits } = parsed.data;
    const now = new Date();
    const grant = { ...limits, expiresAt: expiresAt(expiry, now) };
    return db().transaction((tx) => replace(tx, caller, found, { ...input, grant, now }));
  },
});

type Replacement = {
  id: string;
  newestSecretId: string | null;
  overlapMinutes: Overlap;
  grant: Grant;
  now: Date;
};

async function replace(
  tx: Executor,
  caller: Caller,
  found: NamedResource,
  { id, newestSecretId, overlapMinutes, grant, now }: Replacement,
): Promise<Result<IssuedAccessToken>> {
  const ofToken = and(ownedBy(found.resource), eq(accessTokens.id, id));
  const [token] = await tx.select().from(accessTokens).where(ofToken).for("update");
  if (!token) return fail({ code: "not_found", what: "other", name: id });
  if (token.revokedAt) return conflict(`${token.name} is revoked. Create another token instead.`);
  await endExpiredSecrets(tx, now, { workspaceId: found.workspace.id, id });
  const live = await liveSecrets(tx, found.workspace.id, id);
  const newest = live.find((secret) => secret.supersededAt === null);
  if ((newest?.id ?? null) !== newestSecretId) {
    return conflict(`${token.name} was replaced meanwhile. Its new secret was shown to whoever did that, once.`);
  }
  if (live.some((secret) => secret.supersededAt !== null)) {
    return conflict(`${token.name} still has its old secret from the last replacement. End that one first.`);
  }
  const widening = wideningProblems({ ...token, since: token.replacedAt ?? token.createdAt }, grant, now);
  if (widening) return fail({ code: "invalid_request", fields: widening });
  const problem = await issuingProblem(tx, caller, found, grant, now);
  if (problem) return fail(problem);

  if (newest) await supersede(tx, token, newest, overlapMinutes, now);
  await tx
    .update(accessTokens)
    .set({ ...grant, replacedAt: now })
    .where(ofToken);
  const secret = await insertSecret(
    tx,
    {
      id,
      workspaceId: token.workspaceId,
      kind: token.kind,
      projectId: token.projectId,
      repositoryId: token.repositoryId,
      name: token.name,
      botId: token.botId,
      ...grant,
    },
    now,
  );
  const [view] = await selectTokenViews(tx).where(ofToken);
  if (!view) throw new Error("A token vanished while it was locked.");
  await recordAudit(tx, caller, {
    action: "access_token.replaced",
    resource: found.resource,
    details: { access_token_id: id, name: token.name, overlap_minutes: overlapMinutes, ...grantDetails(grant) },
  });
  return ok({ token: toView(view, now), secret });
}

/** The secrets that are not over; one whose time has come is, though its row may still stand. */
function liveSecrets(tx: Executor, workspaceId: string, accessTokenId: string) {
  return tx
    .select({
      id: accessTokenSecrets.id,
      supersededAt: accessTokenSecrets.supersededAt,
      expiresAt: accessTokenSecrets.expiresAt,
    })
    .from(accessTokenSecrets)
    .where(and(eq(accessTokenSecrets.workspaceId, workspaceId), eq(accessTokenSecrets.accessTokenId, accessTokenId)));
}

/** Lets the newest secret live on for the overlap, never past its own end; without one it ends here. */
async function supersede(
  tx: Executor,
  { workspaceId }: { workspaceId: string },
  secret: { id: string; expiresAt: Date | null },
  overlapMinutes: number,
  now: Date,
): Promise<void> {
  const ofSecret = and(eq(accessTokenSecrets.workspaceId, workspaceId), eq(accessTokenSecrets.id, secret.id));
  if (overlapMinutes === 0) {
    const ended = await tx.delete(accessTokenSecrets).where(ofSecret).returning(secretIdentity);
    await keepAsEnded(tx, ended, { reason: "replaced", at: now });
    return;
  }
  const end = new Date(now.getTime() + overlapMinutes * 60_000);
  await tx
    .update(accessTokenSecrets)
    .set({ supersededAt: now, expiresAt: secret.expiresAt && secret.expiresAt < end ? secret.expiresAt : end })
    .where(ofSecret);
}

function conflict(message: string): Result<never> {
  return fail({ code: "conflict", message });
}
