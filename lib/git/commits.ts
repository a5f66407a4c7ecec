import { type GitObject, readObjects } from "./objects";
import { runInRepository } from "./storage";

export type Author = {
  name: string;
  email: string;
  /** As the commit says it: `Name <email>`. */
  raw: string;
};

export type Commit = {
  hash: string;
  tree: string;
  parents: string[];
  author: Author;
  authoredAt: Date;
  committer: Author;
  committedAt: Date;
  message: string;
};

type ListCommits = {
  /** Hashes whose history to list; none: all branches. */
  include?: readonly string[];
  /** Hashes whose history to leave out. */
  exclude?: readonly string[];
  /** A file or folder that the commits have to touch. */
  path?: string;
  offset?: number;
  limit: number;
};

/** Commits, newest first. `more` says whether there are any past the limit. */
export async function listCommits(
  repositoryId: string,
  { include = [], exclude = [], path, offset = 0, limit }: ListCommits,
): Promise<{ commits: Commit[]; more: boolean }> {
  const revisions = [
    ...(include.length > 0 ? include.map(known) : ["--branches"]),
    ...exclude.map((h) => `^${known(h)}`),
  ];
  const output = await runInRepository(repositoryId, [
    "log",
    "-z",
    `--format=${format}`,
    `--skip=${offset}`,
    `--max-count=${limit + 1}`,
    ...revisions,
    "--",
    ...(path ? [path] : []),
  ]);
  const commits = parseCommits(output);
  return { commits: commits.slice(0, limit), more: commits.length > limit };
}

/** The commits of these hashes, by hash; those that aren't there are left out. */
export async function readCommits(repositoryId: string, hashes: readonly string[]): Promise<Map<string, Commit>> {
  const objects = await readObjects(repositoryId, [...new Set(hashes)].map(known));
  return new Map(objects.flatMap((object) => (object?.type === "commit" ? [[object.hash, parseCommit(object)]] : [])));
}

/** The commit of a full hash that `resolveCommit` gave. */
export async function getCommit(repositoryId: string, hash: string): Promise<Commit | null> {
  return (await readCommits(repositoryId, [hash])).get(hash) ?? null;
}

export async function countCommits(repositoryId: string, from: string): Promise<number> {
  const output = await runInRepository(repositoryId, ["rev-list", "--count", known(from), "--"]);
  return Number(output.toString());
}

/** How many commits of the other's history one lacks. */
export async function countBehind(repositoryId: string, one: string, other: string): Promise<number> {
  const output = await runInRepository(repositoryId, ["rev-list", "--count", known(other), `^${known(one)}`, "--"]);
  return Number(output.toString());
}

const fields = ["%H", "%T", "%P", "%an", "%ae", "%at", "%cn", "%ce", "%ct", "%B"];
const format = fields.join("%x00");

/** Fields and records both end in NUL, which no field can hold. */
function parseCommits(output: Buffer): Commit[] {
  const values = output.toString().split("\0");
  const commits: Commit[] = [];
  for (let at = 0; at + fields.length < values.length; at += fields.length) {
    const [hash = "", tree = "", parents = "", ...rest] = values.slice(at, at + fields.length);
    const [name = "", email = "", authored, committerName = "", committerEmail = "", committed, message = ""] = rest;
    commits.push({
      hash,
      tree,
      parents: parents === "" ? [] : parents.split(" "),
      author: { name, email, raw: `${name} <${email}>` },
      authoredAt: fromSeconds(authored),
      committer: { name: committerName, email: committerEmail, raw: `${committerName} <${committerEmail}>` },
      committedAt: fromSeconds(committed),
      message,
    });
  }
  return commits;
}

/**
 * A commit as git keeps it: a line for each header, an empty line, the message. As git reads it too, parents stand right
 * after the tree, and of several authors the last one counts.
 */
function parseCommit({ hash, content }: GitObject): Commit {
  const headersEnd = content.indexOf("\n\n");
  // Each byte is a character of it, whatever the commit is written in.
  const headers = content.toString("latin1", 0, headersEnd === -1 ? content.length : headersEnd).split("\n");
  const value = (name: string) => headers.findLast((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? "";
  const lastParent = headers.findIndex((line, at) => at > 0 && !line.startsWith("parent "));
  const parents = headers.slice(1, lastParent === -1 ? undefined : lastParent);
  const text = decoderOf(value("encoding"));
  const [author, authoredAt] = parseAuthor(text(Buffer.from(value("author"), "latin1")));
  const [committer, committedAt] = parseAuthor(text(Buffer.from(value("committer"), "latin1")));
  const [message = ""] = headersEnd === -1 ? [] : text(content.subarray(headersEnd + 2)).split("\0");
  return {
    hash,
    tree: headers[0]?.slice("tree ".length) ?? "",
    parents: parents.map((line) => line.slice("parent ".length)),
    author,
    authoredAt: authoredAt ?? fromSeconds("0"),
    committer,
    committedAt: committedAt ?? fromSeconds("0"),
    message,
  };
}

/** How the commit's text becomes ours: it may say that it is written in something else than UTF-8. */
function decoderOf(encoding: string): (bytes: Buffer) => string {
  try {
    const decoder = new TextDecoder(encoding || "utf-8", { ignoreBOM: true });
    // git could not have found the lines of such a commit.
    if (!decoder.encoding.startsWith("utf-16")) return (bytes) => decoder.decode(bytes);
  } catch {
    // An encoding that nobody knows.
  }
  return (bytes) => bytes.toString();
}

/** `Name <email> seconds zone`; null where it says no time. */
export function parseAuthor(line: string): [Author, Date | null] {
  const start = line.indexOf("<");
  const end = line.indexOf(">", start);
  if (start === -1 || end === -1) return [{ name: "", email: "", raw: " <>" }, null];
  const name = line.slice(0, start).trimEnd();
  const email = line.slice(start + 1, end);
  const seconds = /^ *(\d+)/.exec(line.slice(line.lastIndexOf(">") + 1))?.[1];
  return [{ name, email, raw: `${name} <${email}>` }, seconds === undefined ? null : fromSeconds(seconds)];
}

/** A commit may claim any time; past what a Date can hold it's the last one that it can. */
export function fromSeconds(text: string | undefined): Date {
  const milliseconds = Number(text ?? 0) * 1000;
  return new Date(Math.min(Math.max(Number.isFinite(milliseconds) ? milliseconds : 0, -62e12), 253402300799000));
}

/** Revisions reach git as full hashes alone, so that none can be read as an option or an expression. */
export function known(hash: string): string {
  if (!/^[0-9a-f]{40}$/.test(hash)) throw new Error("That is no full commit hash.");
  return hash;
}
