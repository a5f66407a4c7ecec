import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Commit } from "@/lib/git/commits";
import { getCommit } from "@/lib/git-content/get-commit";
import { listCommits } from "@/lib/git-content/list-commits";
import type { Repository } from "@/lib/repositories/find";
import { json } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { iterated, pageOf } from "../http/pagination";
import { presentAuthor } from "./authors";
import { timestamp } from "./objects";
import { condensedRepository, repositoryOf } from "./repositories";

route(
  "GET",
  "/repositories/{workspace}/{repo_slug}/commits",
  "repositories.listCommits",
  listCommits,
  (request) => ({ ...repositoryOf(request), ...commitFilter(request), ...pageOf(request) }),
  presentCommits,
);

route(
  "GET",
  "/repositories/{workspace}/{repo_slug}/commits/{revision}",
  "repositories.listCommitsAt",
  listCommits,
  (request) => {
    const filter = commitFilter(request);
    const include = [request.params.revision ?? "", ...filter.include];
    return { ...repositoryOf(request), ...filter, include, ...pageOf(request) };
  },
  presentCommits,
);

route(
  "GET",
  "/repositories/{workspace}/{repo_slug}/commit/{commit}",
  "repositories.getCommit",
  getCommit,
  (request) => ({ ...repositoryOf(request), commit: request.params.commit ?? "" }),
  ({ commit, repository, authors }, { origin }) => json(presentCommit(commit, repository, authors, origin)),
);

function commitFilter({ query }: RestRequest) {
  return {
    include: query.getAll("include"),
    exclude: query.getAll("exclude"),
    path: query.get("path") ?? undefined,
  };
}

function presentCommits(
  value: { commits: Commit[]; more: boolean; repository: Repository; authors: ReadonlyMap<string, KnownAuthor> },
  request: RestRequest,
) {
  const { commits, more, repository, authors } = value;
  return json(
    iterated(request, { items: commits, more }, (commit) => presentCommit(commit, repository, authors, request.origin)),
  );
}

export function presentCommit(
  commit: Commit,
  repository: Repository,
  authors: ReadonlyMap<string, KnownAuthor>,
  origin: string,
) {
  const condensed = condensedCommit(commit.hash, repository, origin);
  const api = condensedRepository(repository, origin).links.self.href;
  return {
    ...condensed,
    date: timestamp(commit.committedAt),
    author: presentAuthor(commit.author, authors),
    committer: presentAuthor(commit.committer, authors),
    message: commit.message,
    summary: { type: "rendered", raw: commit.message, markup: "markdown", html: preformatted(commit.message) },
    parents: commit.parents.map((hash) => condensedCommit(hash, repository, origin)),
    repository: condensedRepository(repository, origin),
    links: {
      ...condensed.links,
      diff: { href: `${api}/diff/${commit.hash}` },
      patch: { href: `${api}/patch/${commit.hash}` },
      comments: { href: `${api}/commit/${commit.hash}/comments` },
      statuses: { href: `${api}/commit/${commit.hash}/statuses` },
      approve: { href: `${api}/commit/${commit.hash}/approve` },
    },
  };
}

/** As other objects name it. */
export function condensedCommit(hash: string, repository: Repository, origin: string) {
  const { self, html } = condensedRepository(repository, origin).links;
  return {
    type: "commit",
    hash,
    links: { self: { href: `${self.href}/commit/${hash}` }, html: { href: `${html.href}/commits/${hash}` } },
  };
}

/** A message is shown as it was written; nothing in it is markup to a browser. */
function preformatted(message: string): string {
  const escaped = message.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<p>${escaped.trim().replace(/\n/g, "<br>")}</p>`;
}
