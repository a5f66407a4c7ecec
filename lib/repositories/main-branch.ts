import { hasBranch } from "../git/refs";
import type { Repository } from "./find";

/** The main branch, or null while it has no commit. */
export async function existingMainBranch(repository: Repository): Promise<string | null> {
  return (await hasBranch(repository.id, repository.mainBranch)) ? repository.mainBranch : null;
}
