import { and, count, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { repositories } from "@/db/schema/repositories";
import type { Resource } from "../authorization/principal";

/** How many live tokens stop working when the resource is deleted: its own, and those of all beneath it. */
export async function countTokensEndingWith(resource: Exclude<Resource, { kind: "instance" }>): Promise<number> {
  const live = and(eq(accessTokens.workspaceId, resource.workspaceId), isNull(accessTokens.revokedAt));
  if (resource.kind === "workspace") return total(await db().select({ total: count() }).from(accessTokens).where(live));
  if (resource.kind === "repository") {
    const own = and(live, eq(accessTokens.repositoryId, resource.repositoryId));
    return total(await db().select({ total: count() }).from(accessTokens).where(own));
  }
  const ofProject = and(live, eq(accessTokens.projectId, resource.projectId));
  const ofItsRepositories = and(live, eq(repositories.projectId, resource.projectId));
  return (
    total(await db().select({ total: count() }).from(accessTokens).where(ofProject)) +
    total(
      await db()
        .select({ total: count() })
        .from(accessTokens)
        .innerJoin(repositories, eq(repositories.id, accessTokens.repositoryId))
        .where(ofItsRepositories),
    )
  );
}

function total(rows: { total: number }[]): number {
  return rows[0]?.total ?? 0;
}
