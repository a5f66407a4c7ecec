import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { repositories } from "@/db/schema/repositories";
import { workspaces } from "@/db/schema/workspaces";
import type { AppError } from "../errors";
import { braced } from "../ids";

type Held = { workspaceId: string; repositoryId: string };

/**
 * Keeps a repository from being deleted until the transaction ends; says what is missing where it is gone. A deletion
 * locks the repository first and what belongs to it after that: whoever locks more than one of these takes hold of the
 * repository first as well, or both wait for each other.
 */
export async function keepRepository(tx: Executor, held: Held): Promise<AppError | null> {
  const [row] = await tx.select({ id: repositories.id }).from(repositories).where(isRepository(held)).for("key share");
  return row ? null : missing(held);
}

/**
 * Has those who add something to a repository, or a workspace, come one after the other until their transactions end: who
 * counts what is there has counted everything. Says what is missing where it is gone.
 */
export async function holdOwner(
  tx: Executor,
  { workspaceId, repositoryId }: { workspaceId: string; repositoryId: string | null },
): Promise<AppError | null> {
  const [row] =
    repositoryId === null
      ? await tx
          .select({ id: workspaces.id })
          .from(workspaces)
          .where(eq(workspaces.id, workspaceId))
          .for("no key update")
      : await tx
          .select({ id: repositories.id })
          .from(repositories)
          .where(isRepository({ workspaceId, repositoryId }))
          .for("no key update");
  return row ? null : missing({ workspaceId, repositoryId });
}

function isRepository({ workspaceId, repositoryId }: Held) {
  return and(eq(repositories.workspaceId, workspaceId), eq(repositories.id, repositoryId));
}

function missing({ workspaceId, repositoryId }: { workspaceId: string; repositoryId: string | null }): AppError {
  return repositoryId === null
    ? { code: "not_found", what: "workspace", name: braced(workspaceId) }
    : { code: "not_found", what: "repository", name: braced(repositoryId) };
}
