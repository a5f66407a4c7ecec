import { and, eq, exists, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { noticePreferences } from "@/db/schema/notices";
import { projectPermissions, repositoryPermissions } from "@/db/schema/permissions";
import { repositories } from "@/db/schema/repositories";
import { users } from "@/db/schema/users";

/** The token that something happened to. */
export type ToldOf = {
  workspaceId: string;
  projectId: string | null;
  repositoryId: string | null;
};

export type Recipient = { userId: string; inbox: boolean; email: boolean };

/**
 * Who hears of a token, and how: the admins of what it belongs to, from the workspace down, and the `others` that are
 * named, as far as they are members. Whoever doesn't want this kind is left out.
 */
export async function noticeRecipients(
  tx: Executor,
  token: ToldOf,
  { kind, others }: { kind: string; others: string[] },
): Promise<Recipient[]> {
  const rows = await tx
    .select({
      userId: users.id,
      inbox: sql<boolean>`coalesce(${noticePreferences.inbox}, true)`,
      email: sql<boolean>`coalesce(${noticePreferences.email}, true)`,
      mutedKinds: sql<string[]>`coalesce(${noticePreferences.mutedKinds}, '{}')`,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(
      noticePreferences,
      and(eq(noticePreferences.workspaceId, memberships.workspaceId), eq(noticePreferences.userId, memberships.userId)),
    )
    .where(
      and(
        eq(memberships.workspaceId, token.workspaceId),
        or(
          eq(memberships.role, "admin"),
          others.length > 0 ? inArray(memberships.userId, others) : undefined,
          isProjectAdmin(tx, token),
          isRepositoryAdmin(tx, token),
        ),
      ),
    );
  return rows.filter(({ mutedKinds }) => !mutedKinds.includes(kind));
}

/** Of the token's project, or of the project that its repository is in now. */
function isProjectAdmin(tx: Executor, { workspaceId, projectId, repositoryId }: ToldOf): SQL | undefined {
  if (projectId === null && repositoryId === null) return undefined;
  const inProject =
    projectId === null
      ? inArray(
          projectPermissions.projectId,
          tx
            .select({ id: repositories.projectId })
            .from(repositories)
            .where(and(eq(repositories.workspaceId, workspaceId), eq(repositories.id, repositoryId ?? ""))),
        )
      : eq(projectPermissions.projectId, projectId);
  return exists(
    tx
      .select({ admin: sql`1` })
      .from(projectPermissions)
      .where(
        and(
          eq(projectPermissions.workspaceId, workspaceId),
          eq(projectPermissions.userId, memberships.userId),
          eq(projectPermissions.permission, "admin"),
          inProject,
        ),
      ),
  );
}

function isRepositoryAdmin(tx: Executor, { workspaceId, repositoryId }: ToldOf): SQL | undefined {
  if (repositoryId === null) return undefined;
  return exists(
    tx
      .select({ admin: sql`1` })
      .from(repositoryPermissions)
      .where(
        and(
          eq(repositoryPermissions.workspaceId, workspaceId),
          eq(repositoryPermissions.repositoryId, repositoryId),
          eq(repositoryPermissions.userId, memberships.userId),
          eq(repositoryPermissions.permission, "admin"),
        ),
      ),
  );
}
