import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { workspaces } from "@/db/schema/workspaces";
import { recordAudit } from "../audit/record";
import type { AccessTokenPrincipal, Caller } from "../authorization/principal";
import { endAccessTokens } from "./end";

export type OwnAccessToken = {
  createdAt: Date;
  /** When the secret that was presented ends by itself; null: never. */
  expiresAt: Date | null;
  /** Whether a newer secret has replaced the one that was presented. */
  old: boolean;
  workspace: string;
  /** The key of the project that it belongs to, or null. */
  project: string | null;
  /** The slug of the repository that it belongs to, or null. */
  repository: string | null;
};

/** What a token may know of itself besides what it presents. Null where it ended this moment. */
export async function getOwnAccessToken(principal: AccessTokenPrincipal): Promise<OwnAccessToken | null> {
  const [row] = await db()
    .select({
      createdAt: accessTokens.createdAt,
      expiresAt: accessTokenSecrets.expiresAt,
      supersededAt: accessTokenSecrets.supersededAt,
      workspace: workspaces.slug,
      project: projects.key,
      repository: repositories.slug,
    })
    .from(accessTokenSecrets)
    .innerJoin(
      accessTokens,
      and(
        eq(accessTokens.workspaceId, accessTokenSecrets.workspaceId),
        eq(accessTokens.id, accessTokenSecrets.accessTokenId),
      ),
    )
    .innerJoin(workspaces, eq(workspaces.id, accessTokenSecrets.workspaceId))
    .leftJoin(
      projects,
      and(eq(projects.workspaceId, accessTokenSecrets.workspaceId), eq(projects.id, accessTokenSecrets.projectId)),
    )
    .leftJoin(
      repositories,
      and(
        eq(repositories.workspaceId, accessTokenSecrets.workspaceId),
        eq(repositories.id, accessTokenSecrets.repositoryId),
      ),
    )
    .where(
      and(eq(accessTokenSecrets.workspaceId, principal.workspaceId), eq(accessTokenSecrets.id, principal.secretId)),
    );
  if (!row) return null;
  const { supersededAt, ...own } = row;
  return { ...own, old: supersededAt !== null };
}

/** Ends the token that asks for it, with both its secrets. */
export async function endOwnAccessToken(caller: Caller & { principal: AccessTokenPrincipal }): Promise<void> {
  const { principal } = caller;
  await db().transaction(async (tx) => {
    const [token] = await tx
      .select({ revokedAt: accessTokens.revokedAt })
      .from(accessTokens)
      .where(and(eq(accessTokens.workspaceId, principal.workspaceId), eq(accessTokens.id, principal.accessTokenId)))
      .for("update");
    // Somebody was first: it has ended, as it asked.
    if (!token || token.revokedAt) return;
    await endAccessTokens(tx, {
      workspaceId: principal.workspaceId,
      ids: [principal.accessTokenId],
      reason: "self",
      at: new Date(),
      by: null,
    });
    await recordAudit(tx, caller, {
      action: "access_token.revoked",
      resource: principal.access[0].resource,
      details: { access_token_id: principal.accessTokenId, name: principal.name },
    });
  });
}
