import { db } from "@/db/client";
import { knownActor } from "../actors/actor";
import type { Caller } from "../authorization/principal";
import { invalid, ok, type Result } from "../errors";
import { emitEvent } from "../events/emit";
import { importRepository as importHistory } from "../git/import";
import { GitError } from "../git/run";
import { createRepository } from "./create";
import { deleteRepository } from "./delete";
import type { Repository } from "./find";
import { recordPush } from "./record-push";

type Input = Parameters<typeof createRepository>[1];

/** Creates a repository with the whole history of another one, which is given as a folder or an address. */
export async function importRepository(
  caller: Caller,
  input: Input & { source: string },
  onProgress: (line: string) => void = () => undefined,
): Promise<Result<Repository>> {
  const { source, ...values } = input;
  const created = await createRepository(caller, values);
  if (!created.ok) return created;
  const repository = created.value;
  try {
    const { mainBranch } = await importHistory(repository.id, source, onProgress);
    const imported = await recordPush(repository, mainBranch ?? repository.mainBranch);
    const event = { key: "repo:imported", workspaceId: imported.workspace.id, repository: imported } as const;
    await db().transaction((tx) => emitEvent(tx, knownActor(caller.principal), { ...event, payload: () => ({}) }));
    return ok(imported);
  } catch (error) {
    const names = { workspace: input.workspace, repository: repository.slug, confirmation: repository.slug };
    await deleteRepository(caller, names);
    if (!(error instanceof GitError)) throw error;
    return invalid("source", `git can’t copy it: ${error.stderr.trim().split("\n")[0]}`);
  }
}
