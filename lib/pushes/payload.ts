import type { Executor } from "@/db/client";
import { authorsByEmail } from "../access-tokens/authors";
import { ownOrigin } from "../env";
import { type Commit, getCommit, listCommits } from "../git/commits";
import { isAncestor } from "../git/diff";
import { refTarget } from "../git/ref-targets";
import { resolveCommit } from "../git/resolve";
import type { RefUpdate } from "../git-access/check-push";
import { presentCommit } from "../published/commit";
import { condensedRepository } from "../published/repository";
import { encodedPath } from "../published/values";
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
  const type = folder === "heads" ? "branch" : "tag";
  const [old, now] = await Promise.all([before, after].map((hash) => commitAt(repository, type, hash)));
  if (old === undefined || now === undefined) return null;
  const known = type === "branch" && !old ? await otherThan(repository, name) : old?.hash;
  const brought =
    type === "branch" && now
      ? await listCommits(repository.id, {
          include: [now.hash],
          exclude: known === undefined ? [] : [known],
          limit: mostCommits,
        })
      : { commits: [], more: false };
  const told = [...brought.commits, ...(old ? [old] : []), ...(now ? [now] : [])];
  const authors = await authorsByEmail(
    repository.workspace.id,
    told.flatMap(({ author, committer }) => [author.email, committer.email]),
    executor,
  );
  const present = (commit: Commit) =>
    presentCommit({ ...commit, message: commit.message.slice(0, mostOfMessage) }, repository, authors, ownOrigin);
  const { self, html } = condensedRepository(repository, ownOrigin).links;
  const links = {
    self: { href: `${self.href}/refs/${type === "branch" ? "branches" : "tags"}/${encodedPath(name)}` },
    commits: { href: `${self.href}/commits/${encodedPath(name)}` },
    html: { href: `${html.href}/${type === "branch" ? "branch" : "commits/tag"}/${encodedPath(name)}` },
  };
  const refAt = (commit: Commit | null) => (commit ? { type, name, target: present(commit), links } : null);
  return {
    old: refAt(old),
    new: refAt(now),
    created: old === null,
    closed: now === null,
    forced: old !== null && now !== null && !(await isAncestor(repository.id, old.hash, now.hash)),
    truncated: brought.more,
    commits: brought.commits.map(present),
    links: linksOf(self.href, html.href, old, now),
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

/** A tag may name an object of its own, which names the commit. */
async function commitAt(repository: Repository, type: "branch" | "tag", hash: string): Promise<Commit | null> {
  if (/^0+$/.test(hash)) return null;
  const commit = type === "branch" ? hash : await resolveCommit(repository.id, hash);
  return commit === null ? null : getCommit(repository.id, commit);
}
