import type { Readable } from "node:stream";
import { z } from "zod";
import type { Range } from "@/lib/git/diff";
import { getDiff, getMergeBase, getPatch, listDiffStats } from "@/lib/git-content/diff";
import { CommitObject, presentCommit } from "@/lib/published/commit";
import { DiffStatObject, presentDiffStat } from "@/lib/published/diff-stat";
import { pageObject } from "@/lib/published/values";
import { type Answer, json } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { PageQuery, pageOf, paginated } from "../http/pagination";
import { repositoryOf } from "./repositories";

const Flag = z.enum(["true", "false"]);
const DiffQuery = z.object({
  path: z.string().describe("A file or folder; may be repeated").optional(),
  ignore_whitespace: Flag.optional(),
  renames: Flag.describe("Whether a file under another name is told as renamed").optional(),
  topic: Flag.describe(
    "Whether a pair is compared from where its histories parted; so it is unless `false`",
  ).optional(),
  merge: Flag.describe("What `topic` was called before").optional(),
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/diff/{spec}",
  name: "repositories.getDiff",
  operation: getDiff,
  query: DiffQuery.extend({ context: z.coerce.number().describe("Lines around a change").optional() }),
  input: (request) => ({ ...diffInput(request), context: contextOf(request) }),
  version: versionOf,
  present: plainText,
  answers: { 200: z.string() },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/diffstat/{spec}",
  name: "repositories.listDiffStats",
  operation: listDiffStats,
  query: PageQuery.extend(DiffQuery.shape),
  input: (request) => ({ ...diffInput(request), ...pageOf(request) }),
  version: ({ range, repository }) => `${repository.workspace.slug}/${repository.slug} ${versionOf({ range })}`,
  present: async ({ range, repository, read }, request) =>
    json(paginated(request, await read(), (change) => presentDiffStat(change, range, repository, request.origin))),
  answers: { 200: pageObject(DiffStatObject) },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/patch/{spec}",
  name: "repositories.getPatch",
  operation: getPatch,
  input: (request) => ({ ...repositoryOf(request), spec: request.params.spec ?? "" }),
  version: versionOf,
  present: plainText,
  answers: { 200: z.string() },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/merge-base/{revspec}",
  name: "repositories.getMergeBase",
  operation: getMergeBase,
  input: (request) => ({ ...repositoryOf(request), spec: request.params.revspec ?? "" }),
  present: ({ commit, repository, authors }, { origin }) => json(presentCommit(commit, repository, authors, origin)),
  answers: { 200: CommitObject },
});

function diffInput(request: RestRequest) {
  const { params, query } = request;
  return {
    ...repositoryOf(request),
    spec: params.spec ?? "",
    topic: query.get("topic") !== "false" && query.get("merge") !== "false",
    paths: query.getAll("path"),
    ignoresWhitespace: query.get("ignore_whitespace") === "true",
    findsRenames: query.get("renames") !== "false",
  };
}

function contextOf({ query }: RestRequest): number | undefined {
  const lines = query.has("context") ? Number(query.get("context")) : Number.NaN;
  return Number.isInteger(lines) && lines >= 0 ? Math.min(lines, 10_000) : undefined;
}

/** Commits never change: nor does what lies between two of them. */
function versionOf({ range: { from, to } }: { range: Range }): string {
  return `${from} ${to}`;
}

/** Of any length, so as it comes. */
function plainText({ open }: { open: () => Promise<Readable> }): Answer {
  return { status: 200, contentType: "text/plain; charset=utf-8", body: { open, length: null } };
}
