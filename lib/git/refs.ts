import { type Author, type Commit, fromSeconds, readCommits } from "./commits";
import { isRefName, refTarget } from "./ref-targets";
import { peel } from "./resolve";
import { runInRepository } from "./storage";

export type Branch = { kind: "branch"; name: string; target: Commit };

export type Tag = {
  kind: "tag";
  name: string;
  /** The commit, also where the tag is annotated. */
  target: Commit;
  /** Null for a lightweight tag, which is a name and nothing more. */
  annotation: { message: string; tagger: Author | null; taggedAt: Date | null } | null;
};

/** What is known of a ref before its commit is read. */
export type RefSummary = { kind: "branch" | "tag"; name: string; commit: string; committedAt: Date | null };

/** Those first whose commits are the newest. */
export function newestFirst(one: RefSummary, other: RefSummary): number {
  return (other.committedAt?.getTime() ?? 0) - (one.committedAt?.getTime() ?? 0);
}

export type ListRefs = {
  offset?: number;
  limit: number;
  /** Which are listed. */
  matches?: (ref: RefSummary) => boolean;
  /** In which order; by name unless it is given. */
  compare?: (one: RefSummary, other: RefSummary) => number;
};

export async function listBranches(repositoryId: string, list: ListRefs): Promise<{ items: Branch[]; total: number }> {
  const { items, total } = await listRefs(repositoryId, ["refs/heads/"], list);
  return { items: items.flatMap((ref) => (ref.kind === "branch" ? [ref] : [])), total };
}

export async function listTags(repositoryId: string, list: ListRefs): Promise<{ items: Tag[]; total: number }> {
  const { items, total } = await listRefs(repositoryId, ["refs/tags/"], list);
  return { items: items.flatMap((ref) => (ref.kind === "tag" ? [ref] : [])), total };
}

/** Branches and tags, branches first unless another order is given. */
export function listBranchesAndTags(
  repositoryId: string,
  list: ListRefs,
): Promise<{ items: (Branch | Tag)[]; total: number }> {
  return listRefs(repositoryId, ["refs/heads/", "refs/tags/"], list);
}

export async function getBranch(repositoryId: string, name: string): Promise<Branch | null> {
  const ref = await getRef(repositoryId, `refs/heads/${name}`);
  return ref?.kind === "branch" ? ref : null;
}

export async function getTag(repositoryId: string, name: string): Promise<Tag | null> {
  const ref = await getRef(repositoryId, `refs/tags/${name}`);
  return ref?.kind === "tag" ? ref : null;
}

/** Whether the branch exists. */
export async function hasBranch(repositoryId: string, name: string): Promise<boolean> {
  return (await refTarget(repositoryId, `${branchPrefix}${name}`)) !== null;
}

export type RefNames = { branches: string[]; tags: string[] };

/** The names of all branches and tags: short enough to be read whole. */
export async function refNames(repositoryId: string): Promise<RefNames> {
  const output = await runInRepository(repositoryId, ["for-each-ref", "--format=%(refname)", branchPrefix, tagPrefix]);
  const names = output.toString().split("\n");
  const beneath = (prefix: string) =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  return { branches: beneath(branchPrefix), tags: beneath(tagPrefix) };
}

/** The names of all branches. */
export async function branchNames(repositoryId: string): Promise<string[]> {
  return (await refNames(repositoryId)).branches;
}

const branchPrefix = "refs/heads/";
const tagPrefix = "refs/tags/";

async function getRef(repositoryId: string, refname: string): Promise<Branch | Tag | null> {
  if (!isRefName(refname)) return null;
  // A name also matches the refs beneath it.
  const rows = await readRefs(repositoryId, [refname]);
  const [ref] = await withTargets(
    repositoryId,
    rows.filter((row) => row.refname === refname),
  );
  return ref ?? null;
}

async function listRefs(
  repositoryId: string,
  prefixes: string[],
  { offset = 0, limit, matches = () => true, compare }: ListRefs,
) {
  const refs = (await readRefs(repositoryId, prefixes)).flatMap((row) => {
    const summary = summaryOf(row);
    return summary && matches(summary) ? [{ row, summary }] : [];
  });
  if (compare) refs.sort((one, other) => compare(one.summary, other.summary));
  const page = refs.slice(offset, offset + limit).map(({ row }) => row);
  return { items: await withTargets(repositoryId, page), total: refs.length };
}

/** Null where a tag ends at no commit. */
function summaryOf({ refname, commit, committedAt }: Row): RefSummary | null {
  if (commit === null) return null;
  const kind = refname.startsWith(branchPrefix) ? "branch" : "tag";
  return { kind, name: refname.slice((kind === "branch" ? branchPrefix : tagPrefix).length), commit, committedAt };
}

type Row = {
  refname: string;
  commit: string | null;
  committedAt: Date | null;
  annotation: Tag["annotation"];
};

const fields = [
  "%(refname)",
  "%(objectname)",
  "%(objecttype)",
  "%(*objectname)",
  "%(*objecttype)",
  "%(committerdate:unix)",
  "%(*committerdate:unix)",
  "%(taggername)",
  "%(taggeremail:trim)",
  "%(taggerdate:unix)",
  "%(if:equals=tag)%(objecttype)%(then)%(contents)%(end)",
];
const format = `${fields.join("%00")}%00`;

async function readRefs(repositoryId: string, patterns: string[]): Promise<Row[]> {
  const output = await runInRepository(repositoryId, ["for-each-ref", `--format=${format}`, ...patterns]);
  const values = output.toString().split("\0");
  const rows: Row[] = [];
  for (let at = 0; at + fields.length < values.length; at += fields.length) {
    const [refname = "", hash = "", type, peeledHash = "", peeledType, ...rest] = values.slice(at, at + fields.length);
    const [committed, peeledCommitted, taggerName = "", taggerEmail = "", taggedAt = "", message = ""] = rest;
    const committedAt = committed || peeledCommitted;
    const named = taggerName !== "" || taggerEmail !== "";
    rows.push({
      // Each record ends in a line break, which the next one then begins with.
      refname: refname.replace(/^\n/, ""),
      commit:
        type === "commit"
          ? hash
          : peeledType === "commit"
            ? peeledHash
            : // A tag may name another tag; older git peels just one of them.
              peeledType === "tag"
              ? await peel(repositoryId, hash)
              : null,
      committedAt: committedAt ? fromSeconds(committedAt) : null,
      annotation:
        type === "tag"
          ? {
              message,
              tagger: named ? { name: taggerName, email: taggerEmail, raw: `${taggerName} <${taggerEmail}>` } : null,
              taggedAt: taggedAt === "" ? null : fromSeconds(taggedAt),
            }
          : null,
    });
  }
  return rows;
}

async function withTargets(repositoryId: string, rows: Row[]): Promise<(Branch | Tag)[]> {
  const commits = await readCommits(
    repositoryId,
    rows.flatMap((row) => row.commit ?? []),
  );
  return rows.flatMap(({ refname, commit, annotation }): (Branch | Tag)[] => {
    const target = commit === null ? undefined : commits.get(commit);
    if (!target) return [];
    if (refname.startsWith(branchPrefix)) return [{ kind: "branch", name: refname.slice(branchPrefix.length), target }];
    return [{ kind: "tag", name: refname.slice(tagPrefix.length), target, annotation }];
  });
}
