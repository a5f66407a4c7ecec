import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The environment of a git client that knows nothing of whoever runs the tests. */
export const clientEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  NODE_ENV: process.env.NODE_ENV,
  HOME: "/nonexistent",
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
};

export type Client = {
  folder: string;
  /** Runs git as a client would; gives what it wrote to both outputs. Rejects where it fails. */
  git: (...args: string[]) => Promise<string>;
  /** Writes the file and commits it; gives the commit's hash. */
  commit: (file: string, content: string, message?: string) => Promise<string>;
  remove: () => Promise<void>;
};

/** A working folder of a git client; with `init`, a repository on the branch main. */
export async function gitClient({
  init = true,
  env = {},
}: {
  init?: boolean;
  env?: Record<string, string>;
} = {}): Promise<Client> {
  const folder = await mkdtemp(path.join(tmpdir(), "latchkey-client-"));
  const git = async (...args: string[]) => {
    const { stdout, stderr } = await run("git", args, {
      cwd: folder,
      env: { ...clientEnvironment, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout + stderr;
  };
  if (init) await git("init", "--quiet", "--initial-branch=main");
  return {
    folder,
    git,
    commit: async (file, content, message = `Write ${file}`) => {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), content);
      await git("add", "--", file);
      await git("commit", "--quiet", "--allow-empty", `--message=${message}`);
      return (await git("rev-parse", "HEAD")).trim();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
