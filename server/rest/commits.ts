import { z } from "zod";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Commit } from "@/lib/git/commits";
import { getCommit } from "@/lib/git-content/get-commit";
import { listCommits } from "@/lib/git-content/list-commits";
import { CommitObject, presentApprovedCommit, presentCommit } from "@/lib/published/commit";
import { pageObject } from "@/lib/published/values";
import type { Repository } from "@/lib/repositories/find";
import { json } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { iterated, PageQuery, pageOf } from "../http/pagination";
import { repositoryOf } from "./repositories";

const CommitsQuery = PageQuery.extend({
  include: z.string().describe("A branch, tag or hash whose commits are listed; may be repeated").optional(),
  exclude: z.string().describe("A branch, tag or hash whose commits are left out; may be repeated").optional(),
  path: z.string().describe("Only commits that changed this path").optional(),
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/commits",
  name: "repositories.listCommits",
  operation: listCommits,
  query: CommitsQuery,
  input: (request) => ({ ...repositoryOf(request), ...commitFilter(request), ...pageOf(request) }),
  present: presentCommits,
  answers: { 200: pageObject(CommitObject) },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/commits/{revision}",
  name: "repositories.listCommitsAt",
  operation: listCommits,
  query: CommitsQuery,
  input: (request) => {
    const filter = commitFilter(request);
    const include = [request.params.revision ?? "", ...filter.include];
    return { ...repositoryOf(request), ...filter, include, ...pageOf(request) };
  },
  present: presentCommits,
  answers: { 200: pageObject(CommitObject) },
});

/** The same as a list, for more names than an address can hold. */
const CommitsBody = z.object({
  include: z.union([z.string(), z.array(z.string())]).optional(),
  exclude: z.union([z.string(), z.array(z.string())]).optional(),
  path: z.string().optional(),
});

route({
  method: "POST",
  path: "/repositories/{workspace}/{repo_slug}/commits",
  name: "repositories.listCommitsAlt",
  operation: listCommits,
  query: CommitsQuery,
  body: CommitsBody,
  input: (request, body) => ({
    ...repositoryOf(request),
    ...withBody(commitFilter(request), body),
    ...pageOf(request),
  }),
  present: presentCommits,
  answers: { 200: pageObject(CommitObject) },
});

route({
  method: "POST",
  path: "/repositories/{workspace}/{repo_slug}/commits/{revision}",
  name: "repositories.listCommitsAtAlt",
  operation: listCommits,
  query: CommitsQuery,
  body: CommitsBody,
  input: (request, body) => {
    const filter = withBody(commitFilter(request), body);
    const include = [request.params.revision ?? "", ...filter.include];
    return { ...repositoryOf(request), ...filter, include, ...pageOf(request) };
  },
  present: presentCommits,
  answers: { 200: pageObject(CommitObject) },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/commit/{commit}",
  name: "repositories.getCommit",
  operation: getCommit,
  input: (request) => ({ ...repositoryOf(request), commit: request.params.commit ?? "" }),
  present: ({ commit, approvals, repository, authors }, { origin }) =>
    json(presentApprovedCommit(commit, approvals, repository, authors, origin)),
  answers: { 200: CommitObject },
});

function commitFilter({ query }: RestRequest) {
  return {
    include: query.getAll("include").filter((name) => name !== ""),
    exclude: query.getAll("exclude").filter((name) => name !== ""),
    path: query.get("path") ?? undefined,
  };
}

function withBody(filter: ReturnType<typeof commitFilter>, body: z.output<typeof CommitsBody>) {
  return {
    include: [...filter.include, ...[body.include ?? []].flat()],
    exclude: [...filter.exclude, ...[body.exclude ?? []].flat()],
    path: body.path ?? filter.path,
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
