import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { repositories } from "@/db/schema/repositories";
import { branchNames } from "../git/refs";
import { diskSize } from "../git/source";
import { setHead } from "../git/storage";
import type { Repository } from "./find";

/**
 * Notes what a push or an import has changed: when, and the size. The first branch of an empty repository becomes its
 * main branch, whatever was planned. `repository` is as it was before: a main branch that somebody chose since stays.
 */
export async function recordPush<Pushed extends Pick<Repository, "id" | "workspace" | "mainBranch">>(
  repository: Pushed,
  plannedMain: string = repository.mainBranch,
): Promise<Pushed & Pick<Repository, "mainBranch" | "size" | "pushedAt" | "updatedAt">> {
  const now = new Date();
  const changes = { size: await diskSize(repository.id), pushedAt: now, updatedAt: now };
  const row = and(eq(repositories.workspaceId, repository.workspace.id), eq(repositories.id, repository.id));
  await db().update(repositories).set(changes).where(row);
  const mainBranch = chooseMain(await branchNames(repository.id), plannedMain);
  if (mainBranch === repository.mainBranch) return { ...repository, ...changes };
  const moved = await db()
    .update(repositories)
    .set({ mainBranch })
    .where(and(row, eq(repositories.mainBranch, repository.mainBranch)))
    .returning({ mainBranch: repositories.mainBranch });
  if (moved.length > 0) await setHead(repository.id, mainBranch);
  return { ...repository, ...changes, ...moved[0] };
}

function chooseMain(branches: readonly string[], planned: string): string {
  if (branches.includes(planned)) return planned;
  if (branches.length === 1 && branches[0] !== undefined) return branches[0];
  return ["main", "master"].find((name) => branches.includes(name)) ?? planned;
}
