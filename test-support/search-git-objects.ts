import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { clientEnvironment } from "./git";
import type { Finding, SecretSearch } from "./secret-search";

const run = promisify(execFile);

/** Looks through all objects of a bare repository, uncompressed: files, folders, commits and tags, reachable or not. */
export async function searchGitObjects(repository: string, search: SecretSearch): Promise<Finding[]> {
  const { stdout } = await run("git", ["cat-file", "--batch", "--batch-all-objects", "--unordered"], {
    // Its files may belong to another account.
    env: {
      ...clientEnvironment,
      GIT_DIR: repository,
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "safe.directory",
      GIT_CONFIG_VALUE_0: "*",
    },
    encoding: "buffer",
    maxBuffer: 1024 * 1024 * 1024,
  });
  return search.in(stdout);
}
