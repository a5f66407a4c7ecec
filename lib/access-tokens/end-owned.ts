import { and, eq, inArray, isNull, or, type SQL } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import type { AuditEvent } from "../audit/record";
import type { Caller, Resource } from "../authorization/principal";
import { endAccessTokens } from "./end";

/**
 * Ends the tokens of resources that are about to be deleted, in the deletion's own transaction, and lets go of the
 * resources: the tokens' identities stay, so that what they did keeps its author. Call it with the resources' rows
 * locked for update, so that no token is issued meanwhile. Returns what the audit log is to hear of each that was still
 * live, at the end: what a deletion takes along may be locked by somebody who waits for the log.
 */
export async function endTokensOwnedBy(
  tx: Executor,
  caller: Caller,
  deleted: { resource: Exclude<Resource, { kind: "instance" }>; projectIds?: string[]; repositoryIds?: string[] },
): Promise<AuditEvent[]> {
  const owned = and(
    eq(accessTokens.workspaceId, deleted.resource.workspaceId),
    anyOf(
      deleted.projectIds?.length ? inArray(accessTokens.projectId, deleted.projectIds) : undefined,
      deleted.repositoryIds?.length ? inArray(accessTokens.repositoryId, deleted.repositoryIds) : undefined,
    ),
  );
  const live = await tx
    .select({ id: accessTokens.id })
    .from(accessTokens)
    .where(and(owned, isNull(accessTokens.revokedAt)))
    .for("update");
  const ended = await endAccessTokens(tx, {
    workspaceId: deleted.resource.workspaceId,
    ids: live.map((token) => token.id),
    reason: "resource_deleted",
    at: new Date(),
    by: caller.principal.kind === "user" ? caller.principal.userId : null,
  });
  await tx.update(accessTokens).set({ projectId: null, repositoryId: null }).where(owned);
  return ended.map((token) => ({
    action: "access_token.ended_with_resource",
    resource: deleted.resource,
    details: { access_token_id: token.id, name: token.name },
  }));
}

/** Either condition; with neither, nothing at all. */
function anyOf(...conditions: (SQL | undefined)[]): SQL {
  const given = conditions.filter((condition) => condition !== undefined);
  const either = or(...given);
  if (!either) throw new Error("Name at least one project or repository.");
  return either;
}
