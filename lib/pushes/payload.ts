import type { Executor } from "@/db/client";
import { authorsByEmail } from "../access-tokens/authors";
import { ownOrigin } from "../env";
import { type Commit, getCommit, listCommits } from "../git/commits";
import { isAncestor } from "../git/diff";
import { refTarget } from "../git/ref-targets";
import type { Branch, Tag } from "../git/refs";
import { resolveCommit } from "../git/resolve";
import { readAnnotation } from "../git/tag-object";
import type { RefUpdate } from "../git-access/check-push";
import { presentCommit } from "../published/commit";
import { presentRef } from "../published/ref";
import { condensedRepository } from "../published/repository";
import type { Repository } from "../repositories/find";

const mostChanges = 100;
const mostCommits = 5;
/** A message may be as long as a file; each webhook keeps its own body. */
const mostOfMessage = 10_000;

/** What the body of `repo:push` tells: for each branch and tag where it was and is, and the newest commits it brought. */
export async function pushPayload(repository: Repository, updates: readonly RefUpdate[], executor: Executor) {
  const changes = [];
  for (const update of updates.slice(0, mostChanges)) {
    const change = await changeOf(repository, update, executor);
    if (change) changes.push(change);
  }
  return { changes };
}

async function changeOf(repository: Repository, { ref, before, after }: RefUpdate, executor: Executor) {
  const [, folder, name] = /^refs\/(heads|tags)\/(.+)$/s.exec(ref) ?? [];
  if (folder === undefined || name === undefined) return null;
  const kind = folder === "heads" ? "branch" : "tag";
  const [old, now] = await Promise.all([before, after].map((hash) => refAt(repository, { kind, name, hash })));
  if (old === undefined || now === undefined) return null;
  const known = kind === "branch" && !old ? await otherThan(repository, name) : old?.target.hash;
  const brought =
    kind === "branch" && now
      ? await listCommits(repository.id, {
          include: [now.target.hash],
          exclude: known === undefined ? [] : [known],
          limit: mostCommits,
        })
      : { commits: [], more: false };
  const refs = [old, now].filter((ref) => ref !== null);
  const commits = [...brought.commits, ...refs.map(({ target }) => target)];
  const taggers = refs.flatMap((ref) => (ref.kind === "tag" && ref.annotation?.tagger) || []);
  const people = [...commits.flatMap(({ author, committer }) => [author, committer]), ...taggers];
  const emails = people.map(({ email }) => email);
  const authors = await authorsByEmail(repository.workspace.id, emails, executor);
  const present = (ref: Branch | Tag | null) => ref && presentRef(ref, repository, authors, ownOrigin);
  const { self, html } = condensedRepository(repository, ownOrigin).links;
  return {
    old: present(old),
    new: present(now),
    created: old === null,
    closed: now === null,
    forced: old !== null && now !== null && !(await isAncestor(repository.id, old.target.hash, now.target.hash)),
    truncated: brought.more,
    commits: brought.commits.map((commit) => presentCommit(shortened(commit), repository, authors, ownOrigin)),
    links: linksOf(self.href, html.href, old?.target ?? null, now?.target ?? null),
  };
}

function linksOf(api: string, page: string, old: Commit | null, now: Commit | null) {
  if (!now) return {};
  const commits = { href: `${api}/commits?include=${now.hash}${old ? `&exclude=${old.hash}` : ""}` };
  if (!old) return { commits, html: { href: `${page}/commits/${now.hash}` } };
  const both = `${now.hash}..${old.hash}`;
  return {
    commits,
    diff: { href: `${api}/diff/${both}` },
    html: { href: `${page}/branches/compare/${both}` },
  };
}

/** A branch that was made brings what the main branch lacks. */
async function otherThan(repository: Repository, name: string): Promise<string | undefined> {
  if (name === repository.mainBranch) return undefined;
  return (await refTarget(repository.id, `refs/heads/${repository.mainBranch}`)) ?? undefined;
}

type NamedRef = { kind: "branch" | "tag"; name: string; hash: string };

/** The ref as it is where it names this. A tag may name an object of its own, which names the commit. */
async function refAt(repository: Repository, { kind, name, hash }: NamedRef): Promise<Branch | Tag | null> {
  if (/^0+$/.test(hash)) return null;
  const commit = kind === "branch" ? hash : await resolveCommit(repository.id, hash);
  const target = commit === null ? null : await getCommit(repository.id, commit);
  if (target === null) return null;
  if (kind === "branch") return { kind, name, target: shortened(target) };
  const annotation = await readAnnotation(repository.id, hash);
  return { kind, name, target: shortened(target), annotation: annotation && shortened(annotation) };
}

function shortened<Told extends { message: string }>(told: Told): Told {
  return { ...told, message: told.message.slice(0, mostOfMessage) };
}
