import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { known } from "./commits";
import { repositoryPath, runInRepository } from "./storage";

const longestStoreMs = 120_000;

/** Who and when, as a commit tells it. */
export type Signature = { name: string; email: string };

/** A file to be written at a path, or null where it is to go. Without a mode a file stays executable; a link becomes one. */
export type TreeChange = { path: string; file: { hash: string; mode: string | null } | null };

/** Where a path would have to be a file and a folder at once. */
export class TreeConflictError extends Error {
  override name = "TreeConflictError";
  constructor(readonly path: string) {
    super(`${path} is a file and a folder at once.`);
  }
}

/**
 * Stores a file's content as it comes in, and gives its hash. No more than a chunk of it is in memory: of a pipe git would
 * hold all, a large file it reads in parts. What is left of one whose writer was killed is tidied away as git's own would be.
 */
export async function writeBlob(repositoryId: string, content: Readable): Promise<string> {
  const file = path.join(repositoryPath(repositoryId), "objects", `tmp_obj_${randomUUID()}`);
  try {
    await pipeline(content, createWriteStream(file, { flags: "wx", mode: 0o600 }));
    const args = ["hash-object", "-w", "--no-filters", "--", file];
    return known((await runInRepository(repositoryId, args, { timeoutMs: longestStoreMs })).toString().trim());
  } finally {
    await rm(file, { force: true });
  }
}

/**
 * The tree that comes of another by the changes; null where nothing is left in it. Only the folders on the way to what
 * changes are read and written, however large the rest is.
 */
export function writeTree(
  repositoryId: string,
  base: string | null,
  changes: readonly TreeChange[],
): Promise<string | null> {
  return writeFolder(
    repositoryId,
    base,
    changes.map(({ path, file }) => ({ path: byBytes(path), file })),
  );
}

async function writeFolder(
  repositoryId: string,
  base: string | null,
  changes: readonly TreeChange[],
): Promise<string | null> {
  const entries = base === null ? new Map<string, Entry>() : await readEntries(repositoryId, base);
  const beneath = new Map<string, TreeChange[]>();
  const here: TreeChange[] = [];
  for (const { path, file } of changes) {
    const slash = path.indexOf("/");
    if (slash < 0) {
      if (file === null) entries.delete(path);
      else here.push({ path, file });
    } else {
      const name = path.slice(0, slash);
      beneath.set(name, [...(beneath.get(name) ?? []), { path: path.slice(slash + 1), file }]);
    }
  }
  for (const [name, inside] of beneath) {
    const folder = entries.get(name);
    if (folder && folder.type !== "tree") {
      if (inside.every(({ file }) => file === null)) continue;
      throw new TreeConflictError(textOf(name));
    }
    const hash = await writeFolder(repositoryId, folder?.hash ?? null, inside);
    if (hash === null) entries.delete(name);
    else entries.set(name, { mode: "040000", type: "tree", hash });
  }
  // Last, so that a file can take the place of a folder that is emptied by the same changes.
  for (const { path: name, file } of here) {
    const known = entries.get(name);
    if (known?.type === "tree") throw new TreeConflictError(textOf(name));
    const mode = file?.mode ?? (known?.mode === "100755" ? known.mode : "100644");
    if (file) entries.set(name, { mode, type: "blob", hash: file.hash });
  }
  return entries.size === 0 ? null : makeTree(repositoryId, entries);
}

/** Stores the tree that holds nothing, which a commit that takes away the last file needs. */
export function writeEmptyTree(repositoryId: string): Promise<string> {
  return makeTree(repositoryId, new Map());
}

type NewCommit = {
  tree: string;
  parents: readonly string[];
  message: string;
  author: Signature;
  committer: Signature;
  at: Date;
};

/** Stores a commit, which no ref names yet, and gives its hash. */
export async function writeCommit(repositoryId: string, commit: NewCommit): Promise<string> {
  const { tree, parents, message, author, committer, at } = commit;
  const args = ["commit-tree", known(tree), ...parents.flatMap((parent) => ["-p", known(parent)]), "-F", "-"];
  const env = { ...identity("AUTHOR", author, at), ...identity("COMMITTER", committer, at) };
  const output = await runInRepository(repositoryId, args, { input: withLineEnd(message), env });
  return known(output.toString().trim());
}

type NewTag = { name: string; target: string; message: string; tagger: Signature; at: Date };

/** Stores an annotated tag, which no ref names yet, and gives its hash. */
export async function writeTag(repositoryId: string, { name, target, message, tagger, at }: NewTag): Promise<string> {
  const seconds = Math.floor(at.getTime() / 1000);
  const head = [
    `object ${known(target)}`,
    "type commit",
    `tag ${name}`,
    `tagger ${nameOf(tagger)} <${clean(tagger.email)}> ${seconds} +0000`,
  ];
  const input = `${head.join("\n")}\n\n${withLineEnd(message)}`;
  return known((await runInRepository(repositoryId, ["mktag"], { input })).toString().trim());
}

/** What git is told of a person or token that acts: it takes no name that holds these. */
export function identity(role: "AUTHOR" | "COMMITTER", who: Signature, at: Date): Record<string, string> {
  return {
    [`GIT_${role}_NAME`]: nameOf(who),
    [`GIT_${role}_EMAIL`]: clean(who.email),
    [`GIT_${role}_DATE`]: `${Math.floor(at.getTime() / 1000)} +0000`,
  };
}

/** Whether git takes it as a name: something has to be left without what it strips from the ends. */
export function isPersonName(name: string): boolean {
  return !/[<>\p{Cc}]/u.test(name) && /[^\s.,:;"\\']/.test(name);
}

function nameOf({ name }: Signature): string {
  const cleaned = clean(name);
  return isPersonName(cleaned) ? cleaned : "-";
}

function clean(text: string): string {
  return text.replace(/[<>\p{Cc}]/gu, "").trim();
}

function withLineEnd(message: string): string {
  return message.endsWith("\n") ? message : `${message}\n`;
}

/** A name as git keeps it, a character for each byte. Not all of them are UTF-8, and none may be lost. */
function byBytes(name: string): string {
  return Buffer.from(name).toString("latin1");
}

function textOf(name: string): string {
  return Buffer.from(name, "latin1").toString();
}

type Entry = { mode: string; type: string; hash: string };

async function readEntries(repositoryId: string, tree: string): Promise<Map<string, Entry>> {
  const output = await runInRepository(repositoryId, ["ls-tree", "-z", "--full-tree", known(tree)]);
  return new Map(
    output
      .toString("latin1")
      .split("\0")
      .flatMap((line): [string, Entry][] => {
        const [, mode, type, hash, name] = /^(\d+) (\w+) ([0-9a-f]{40})\t(.+)$/s.exec(line) ?? [];
        return mode && type && hash && name ? [[name, { mode, type, hash }]] : [];
      }),
  );
}

async function makeTree(repositoryId: string, entries: ReadonlyMap<string, Entry>): Promise<string> {
  const lines = [...entries].map(([name, { mode, type, hash }]) => `${mode} ${type} ${hash}\t${name}\0`);
  const input = Buffer.from(lines.join(""), "latin1");
  return known((await runInRepository(repositoryId, ["mktree", "-z"], { input })).toString().trim());
}
