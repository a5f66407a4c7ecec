import { repositoryPath } from "@/lib/git/storage";
import type { Repository } from "@/lib/repositories/find";
import { gitClient } from "./git";

/** Puts a branch `main` with a README.md, and an annotated tag `v1`, into each. */
export async function fillRepositories(...repositories: Repository[]): Promise<void> {
  const client = await gitClient();
  try {
    await client.commit("README.md", "# Read me\n");
    await client.git("tag", "--annotate", "--message=First", "v1");
    for (const { id } of repositories) await client.git("push", "--quiet", "--tags", repositoryPath(id), "main");
  } finally {
    await client.remove();
  }
}
