import { Readable } from "node:stream";
import { z } from "zod";
import { gitIdentity } from "../actors/actor";
import type { Caller } from "../authorization/principal";
import { fail, invalid, ok, type Result } from "../errors";
import { type Commit, getCommit } from "../git/commits";
import { isRefName } from "../git/ref-targets";
import { getBranch } from "../git/refs";
import { resolveCommit } from "../git/resolve";
import { findEntry, normalPath } from "../git/source";
import {
  isPersonName,
  type Signature,
  type TreeChange,
  TreeConflictError,
  writeBlob,
  writeCommit,
  writeEmptyTree,
  writeTree,
} from "../git/write";
import { writeRefs } from "../git-access/write-refs";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";
import { unknownCommit } from "./list-commits";
import { namedRepository, RepositoryInput } from "./repository-input";
import type { UploadPart } from "./upload";

type Parts = AsyncIterable<UploadPart>;

/**
 * Writes files, changes them and takes them away in one commit by whoever calls. As published: parts that are none of the
 * fields are files, named by their paths; `files` names what goes. A branch that is new begins at `parents`, or where the
 * main branch is.
 */
export const createCommit = operation({
  name: "repositories.createSrcFileCommit",
  scope: "repository:write",
  input: RepositoryInput.extend({ parts: z.custom<Parts>((value) => typeof value === "object" && value !== null) }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<{ hash: string; repository: Repository }>> => {
    const form = await readForm(found.id, input.parts);
    if (!form.ok) return form;
    const { branch, files, author } = form.value;
    const base = await baseOf(found, form.value);
    if (!base.ok) return base;
    const changes = await changesOf(found.id, base.value.parent, files);
    if (!changes.ok) return changes;
    const tree = await treeOf(found.id, base.value.parent, changes.value);
    if (!tree.ok) return tree;
    const committer = gitIdentity(caller);
    const hash = await writeCommit(found.id, {
      tree: tree.value,
      parents: base.value.parents,
      message: form.value.message || messageFor(changes.value),
      author: author ?? committer,
      committer,
      at: new Date(),
    });
    return moveBranch(caller, found, { branch: branch ?? found.mainBranch, before: base.value.tip, hash });
  },
});

async function moveBranch(
  caller: Caller,
  repository: Repository,
  { branch, before, hash }: { branch: string; before: string | null; hash: string },
): Promise<Result<{ hash: string; repository: Repository }>> {
  const written = await writeRefs(caller, repository, [{ ref: `refs/heads/${branch}`, before, after: hash }]);
  return written.ok ? ok({ hash, repository }) : written;
}

type Form = {
  message: string;
  branch: string | null;
  author: Signature | null;
  parents: string[];
  /** By path: what was sent; null: it is to go. */
  files: Map<string, SentFile | null>;
};

/** Without a mode it is an ordinary file, or stays executable. */
type SentFile = { hash: string; mode: string | null };

const modes: Readonly<Record<string, string>> = { executable: "100755", link: "120000" };

const mostParents = 16;
/** Each takes two runs of git. */
const mostFolders = 1_000;

const fields = ["message", "branch", "author", "parents", "files"] as const;

/** Takes in the form. Files are stored as they come, before anything is known of the rest. */
async function readForm(repositoryId: string, parts: Parts): Promise<Result<Form>> {
  const said = new Map<string, string[]>(fields.map((name) => [name, []]));
  const files = new Map<string, SentFile | null>();
  for await (const { name, value, attributes } of parts) {
    const field = said.get(name);
    if (field && typeof value === "string") {
      field.push(value);
      continue;
    }
    const path = filePath(name);
    if (path === null) return invalid("files", `“${name.slice(0, 200)}” is no path of a file.`);
    const mode = attributes === undefined ? null : modes[attributes];
    if (mode === undefined) return invalid("files", `${path} can be executable or link, and nothing else.`);
    const content = typeof value === "string" ? Readable.from([Buffer.from(value)]) : value;
    files.set(path, { hash: await writeBlob(repositoryId, content), mode });
  }
  for (const name of said.get("files") ?? []) {
    const path = filePath(name);
    if (path === null) return invalid("files", `“${name.slice(0, 200)}” is no path of a file.`);
    if (!files.has(path)) files.set(path, null);
  }
  if (countFolders(files.keys()) > mostFolders) {
    return invalid("files", `They are in more than ${mostFolders} folders. Send them in several commits.`);
  }
  const [message = ""] = said.get("message") ?? [];
  if (message.includes("\0")) return invalid("message", "A message can’t hold the character NUL.");
  const [branch, another] = said.get("branch") ?? [];
  if (another !== undefined) return invalid("branch", "Name one branch.");
  if (branch !== undefined && branch !== "" && !isRefName(branch))
    return invalid("branch", "A branch can’t be called that.");
  const [author] = said.get("author") ?? [];
  const signature = author ? signatureOf(author) : null;
  if (author && !signature) return invalid("author", "Write it as Name <name@example.com>.");
  const parents = (said.get("parents") ?? [])
    .flatMap((list) => list.split(",", mostParents + 1))
    .map((parent) => parent.trim());
  if (parents.length > mostParents) return invalid("parents", `Name at most ${mostParents} parents.`);
  return ok({
    message,
    branch: branch || null,
    author: signature,
    parents: parents.filter((name) => name !== ""),
    files,
  });
}

function signatureOf(text: string): Signature | null {
  const said = text.trim();
  const start = said.lastIndexOf("<");
  if (said.length > 1_000 || start < 0 || !said.endsWith(">")) return null;
  const [name, email] = [said.slice(0, start).trim(), said.slice(start + 1, -1)];
  return isPersonName(name) && /^[^<>\s\p{Cc}]+$/u.test(email) ? { name, email } : null;
}

/** How many folders are read and written for these files, or more than may be. */
function countFolders(paths: Iterable<string>): number {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      if (folders.size > mostFolders || folders.has(path.slice(0, end))) break;
      folders.add(path.slice(0, end));
    }
  }
  return folders.size;
}

/** Without the slash at its beginning. Nothing may be called as git calls its own folder. */
function filePath(name: string): string | null {
  const path = normalPath(name);
  if (!path || path.length > 4_000 || /\p{Cc}/u.test(path)) return null;
  return path.split("/").some((part) => /^(\.git|git~1)$/i.test(part)) ? null : path;
}

type Base = { tip: string | null; parent: Commit | null; parents: string[] };

/** What the commit follows: `tip` is where its branch is now. */
async function baseOf(repository: Repository, { branch, parents }: Form): Promise<Result<Base>> {
  const main = await getBranch(repository.id, repository.mainBranch);
  const named = branch === null ? main : await getBranch(repository.id, branch);
  const tip = named?.target.hash ?? null;
  const hashes: string[] = [];
  for (const name of parents) {
    const hash = await resolveCommit(repository.id, name);
    if (!hash) return fail(unknownCommit(name));
    hashes.push(hash);
  }
  const [first] = hashes;
  if (first !== undefined && tip !== null && first !== tip) {
    return fail({
      code: "conflict",
      message: `${branch ?? repository.mainBranch} is at ${tip} by now, not at ${first}.`,
    });
  }
  const start = first ?? tip ?? main?.target.hash ?? null;
  const parent = start === null ? null : await getCommit(repository.id, start);
  return ok({ tip, parent, parents: hashes.length > 0 ? hashes : start === null ? [] : [start] });
}

async function changesOf(
  repositoryId: string,
  parent: Commit | null,
  files: ReadonlyMap<string, SentFile | null>,
): Promise<Result<TreeChange[]>> {
  const changes: TreeChange[] = [];
  for (const [path, file] of files) {
    if (file === null) {
      const entry = parent && (await findEntry(repositoryId, parent.hash, path));
      if (!entry || entry.kind === "directory") return invalid("files", `There is no file ${path} to take away.`);
    }
    changes.push({ path, file });
  }
  return ok(changes);
}

async function treeOf(
  repositoryId: string,
  parent: Commit | null,
  changes: readonly TreeChange[],
): Promise<Result<string>> {
  try {
    const tree =
      changes.length === 0 && parent ? parent.tree : await writeTree(repositoryId, parent?.tree ?? null, changes);
    return ok(tree ?? (await writeEmptyTree(repositoryId)));
  } catch (error) {
    if (error instanceof TreeConflictError) return invalid("files", error.message);
    throw error;
  }
}

function messageFor(changes: readonly TreeChange[]): string {
  const [first] = changes;
  if (!first) return "Begin a branch";
  return changes.length === 1 ? `${first.file ? "Write" : "Delete"} ${first.path}` : `Change ${changes.length} files`;
}
