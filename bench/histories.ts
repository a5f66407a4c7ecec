import { execFile } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { importRepository } from "@/lib/git/import";
import { spawnGit } from "@/lib/git/run";
import { createBareRepository } from "@/lib/git/storage";

const run = promisify(execFile);

export type History = {
  commits: number;
  /** How many files lie in the folder `many`. */
  files: number;
  /** How many lines of `lines.txt` the last commit changes. */
  changedLines: number;
};

/** Stores a repository with such a history. */
export async function makeHistory(folder: string, id: string, history: History): Promise<void> {
  const source = path.join(folder, `${id}-source.git`);
  await run("git", ["init", "--quiet", "--bare", "--initial-branch=main", source]);
  const importer = spawnGit(["fast-import", "--quiet"], { cwd: source, stdio: ["pipe", "ignore", "inherit"] });
  const input = importer.stdin;
  if (!input) throw new Error("git fast-import takes no input.");
  for (const part of stream(history)) if (!input.write(part)) await once(input, "drain");
  input.end();
  await once(importer, "close");
  await createBareRepository(id, "main");
  await importRepository(id, source);
  rmSync(source, { recursive: true });
}

function* stream({ commits, files, changedLines }: History): Generator<string> {
  for (let number = 1; number <= commits; number += 1) {
    yield `commit refs/heads/main\ncommitter Bench <bench@example.com> ${1_700_000_000 + number} +0000\n`;
    yield `data ${Buffer.byteLength(`Commit ${number}`)}\nCommit ${number}\n`;
    yield fileOf("counter.txt", `${number}\n`);
    if (number === 1) {
      for (let file = 0; file < files; file += 1) yield fileOf(`many/file-${file}.txt`, `File ${file}\n`);
      yield fileOf("lines.txt", linesOf("before", changedLines));
    }
    if (number === commits) yield fileOf("lines.txt", linesOf("after", changedLines));
    yield "\n";
  }
}

function fileOf(name: string, content: string): string {
  return `M 100644 inline ${name}\ndata ${Buffer.byteLength(content)}\n${content}\n`;
}

function linesOf(word: string, count: number): string {
  return Array.from({ length: count }, (_, line) => `Line ${line} ${word} the change\n`).join("");
}
