import type { Caller } from "@/lib/authorization/principal";
import { createCommit } from "@/lib/git-content/create-commit";
import type { UploadPart } from "@/lib/git-content/upload";
import type { Repository } from "@/lib/repositories/find";

/** Commits files to a branch, as the API does; gives the commit's hash. */
export async function writeFiles(
  caller: Caller,
  repository: Repository,
  branch: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const parts = partsOf({ branch, ...files });
  const names = { workspace: repository.workspace.slug, repository: repository.slug };
  const written = await createCommit(caller, { ...names, parts });
  if (!written.ok) throw new Error(`Nothing was written: ${JSON.stringify(written.error)}`);
  return written.value.hash;
}

async function* partsOf(fields: Readonly<Record<string, string>>): AsyncGenerator<UploadPart> {
  for (const [name, value] of Object.entries(fields)) yield { name, value };
}
