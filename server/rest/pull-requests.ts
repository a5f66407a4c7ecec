import { z } from "zod";
import { CommitObject, presentCommit } from "@/lib/published/commit";
import { CommitStatusObject, presentStatus } from "@/lib/published/commit-status";
import { MergeTaskObject, presentMergeTask } from "@/lib/published/merge-task";
import { ParticipantObject, presentParticipant } from "@/lib/published/participant";
import { comparisonPath, leftOutOfLists, PullRequestObject, presentPullRequest } from "@/lib/published/pull-request";
import { ActivityObject, presentActivity } from "@/lib/published/pull-request-activity";
import { pageObject } from "@/lib/published/values";
import {
  getPullRequestDiff,
  getPullRequestPatch,
  listPullRequestCommits,
  listPullRequestDiffStats,
  listPullRequestStatuses,
  listPullRequestsOfCommit,
} from "@/lib/pull-requests/content";
import { createPullRequest } from "@/lib/pull-requests/create";
import { declinePullRequest } from "@/lib/pull-requests/decline";
import { getPullRequest, listPullRequests } from "@/lib/pull-requests/list";
import { listPullRequestActivity, listRepositoryActivity } from "@/lib/pull-requests/list-activity";
import { mergePullRequest } from "@/lib/pull-requests/merge";
import { mergeStrategies } from "@/lib/pull-requests/merge-strategies";
import { getMergeTask } from "@/lib/pull-requests/merge-task";
import type { Involved, PullRequest } from "@/lib/pull-requests/pull-request";
import {
  approvePullRequest,
  type Review,
  requestChanges,
  unapprovePullRequest,
  withdrawChangeRequest,
} from "@/lib/pull-requests/review";
import { updatePullRequest } from "@/lib/pull-requests/update";
import type { Repository } from "@/lib/repositories/find";
import { type Answer, json, noContent, redirect, text } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { iterated, PageQuery, pageOf, paginated, QueriedPageQuery, queryOf } from "../http/pagination";
import { numberOf } from "./commit-comments";
import { repositoryOf } from "./repositories";
import { commitOf } from "./statuses";

const ofRepository = "/repositories/{workspace}/{repo_slug}/pullrequests";
const one = `${ofRepository}/{pull_request_id}`;

const Branch = z.object({ branch: z.object({ name: z.string() }) });
/** Some clients send whole users. */
const Reviewers = z.array(
  z.object({ uuid: z.string().optional(), account_id: z.string().optional(), username: z.string().optional() }),
  "Malformed reviewers list",
);
const Source = Branch.extend({
  repository: z.object({ full_name: z.string().optional(), uuid: z.string().optional() }).nullish(),
});
const PullRequestBody = z.object({
  title: z.string(),
  description: z.string().nullish(),
  source: Source,
  destination: Branch.nullish(),
  close_source_branch: z.boolean().optional(),
  draft: z.boolean().optional(),
  reviewers: Reviewers.optional(),
});

route({
  method: "GET",
  path: ofRepository,
  name: "repositories.listPullRequests",
  operation: listPullRequests,
  query: QueriedPageQuery.extend({ state: z.enum(["OPEN", "MERGED", "DECLINED", "SUPERSEDED"]).optional() }),
  input: (request) => ({
    ...repositoryOf(request),
    ...pageOf(request),
    ...queryOf(request),
    // Written small by some clients.
    states: request.query.getAll("state").map((state) => state.toUpperCase()),
  }),
  present: (page, request) =>
    json(
      paginated(request, page, (pullRequest) => presentPullRequest(pullRequest, page, request.origin)),
      200,
      { unlessAsked: leftOutOfLists },
    ),
  answers: { 200: pageObject(PullRequestObject) },
});

route({
  method: "POST",
  path: ofRepository,
  name: "repositories.createPullRequest",
  operation: createPullRequest,
  body: PullRequestBody,
  input: (request, body) => ({
    ...repositoryOf(request),
    title: body.title,
    description: body.description ?? undefined,
    source: body.source.branch.name,
    sourceRepository: body.source.repository?.full_name ?? body.source.repository?.uuid,
    destination: body.destination?.branch.name,
    closeSourceBranch: body.close_source_branch,
    draft: body.draft,
    reviewers: namesOf(body.reviewers ?? []),
  }),
  present: (made, request) => json(presentPullRequest(made.pullRequest, made, request.origin), 201),
  answers: { 201: PullRequestObject },
});

route({
  method: "GET",
  path: `${ofRepository}/activity`,
  name: "repositories.listPullRequestActivitiesForRepo",
  operation: listRepositoryActivity,
  query: PageQuery,
  input: (request) => ({ ...repositoryOf(request), ...pageOf(request) }),
  present: (page, request) => json(paginated(request, page, (item) => presentActivity(item, page, request.origin))),
  answers: { 200: pageObject(ActivityObject) },
});

route({
  method: "GET",
  path: one,
  name: "repositories.getPullRequest",
  operation: getPullRequest,
  input: pullRequestOf,
  present: presentOne,
  answers: { 200: PullRequestObject },
});

route({
  method: "PUT",
  path: one,
  name: "repositories.updatePullRequest",
  operation: updatePullRequest,
  body: PullRequestBody.extend({ source: Source.partial().nullish() }).partial(),
  input: (request, body) => ({
    ...pullRequestOf(request),
    title: body.title,
    description: body.description ?? undefined,
    source: body.source?.branch?.name,
    sourceRepository: body.source?.repository?.full_name ?? body.source?.repository?.uuid,
    destination: body.destination?.branch.name,
    closeSourceBranch: body.close_source_branch,
    draft: body.draft,
    reviewers: body.reviewers === undefined ? undefined : namesOf(body.reviewers),
  }),
  present: presentOne,
  answers: { 200: PullRequestObject },
});

route({
  method: "GET",
  path: `${one}/activity`,
  name: "repositories.listPullRequestActivities",
  operation: listPullRequestActivity,
  query: PageQuery,
  input: (request) => ({ ...pullRequestOf(request), ...pageOf(request) }),
  present: (page, request) => json(paginated(request, page, (item) => presentActivity(item, page, request.origin))),
  answers: { 200: pageObject(ActivityObject) },
});

route({
  method: "POST",
  path: `${one}/approve`,
  name: "repositories.createPullRequestApproval",
  operation: approvePullRequest,
  input: pullRequestOf,
  present: presentReview,
  answers: { 200: ParticipantObject },
});

route({
  method: "DELETE",
  path: `${one}/approve`,
  name: "repositories.deletePullRequestApproval",
  operation: unapprovePullRequest,
  input: pullRequestOf,
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "POST",
  path: `${one}/request-changes`,
  name: "repositories.addChangeRequestForPullRequest",
  operation: requestChanges,
  input: pullRequestOf,
  present: presentReview,
  answers: { 200: ParticipantObject },
});

route({
  method: "DELETE",
  path: `${one}/request-changes`,
  name: "repositories.deleteChangeRequestForPullRequest",
  operation: withdrawChangeRequest,
  input: pullRequestOf,
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "POST",
  path: `${one}/decline`,
  name: "repositories.declinePullRequest",
  operation: declinePullRequest,
  body: z.object({ reason: z.string().optional() }),
  input: (request, { reason }) => ({ ...pullRequestOf(request), reason }),
  present: presentOne,
  answers: { 200: PullRequestObject },
});

route({
  method: "POST",
  path: `${one}/merge`,
  name: "repositories.mergePullRequest",
  operation: mergePullRequest,
  query: z.object({
    async: z.enum(["true", "false"]).describe("Whether the answer names a task to ask for the result").optional(),
  }),
  body: z.object({
    message: z.string().nullish(),
    close_source_branch: z.boolean().optional(),
    merge_strategy: z.enum(mergeStrategies, `Choose one of ${mergeStrategies.join(", ")}.`).optional(),
  }),
  input: (request, { message, close_source_branch, merge_strategy }) => ({
    ...pullRequestOf(request),
    message: message ?? undefined,
    closeSourceBranch: close_source_branch,
    strategy: merge_strategy,
  }),
  present: (merged, request) => {
    if (request.query.get("async") !== "true") return presentOne(merged, request);
    return { ...text("", 202, { location: presentMergeTask(merged, request.origin).links.self.href }), body: "" };
  },
  answers: { 200: PullRequestObject, 202: null },
});

route({
  method: "GET",
  path: `${one}/merge/task-status/{task_id}`,
  name: "repositories.getMergeTaskStatusForPullRequest",
  operation: getMergeTask,
  input: (request) => ({ ...pullRequestOf(request), task: request.params.task_id ?? "" }),
  present: (merged, { origin }) => json(presentMergeTask(merged, origin)),
  answers: { 200: MergeTaskObject },
});

route({
  method: "GET",
  path: `${one}/commits`,
  name: "repositories.listPullRequestCommits",
  operation: listPullRequestCommits,
  query: PageQuery,
  input: (request) => ({ ...pullRequestOf(request), ...pageOf(request) }),
  present: ({ commits, more, repository, authors }, request) =>
    json(
      iterated(request, { items: commits, more }, (commit) =>
        presentCommit(commit, repository, authors, request.origin),
      ),
    ),
  answers: { 200: pageObject(CommitObject) },
});

route({
  method: "GET",
  path: `${one}/statuses`,
  name: "repositories.listPullRequestStatuses",
  operation: listPullRequestStatuses,
  query: QueriedPageQuery,
  input: (request) => ({ ...pullRequestOf(request), ...pageOf(request), ...queryOf(request) }),
  present: (page, request) =>
    json(paginated(request, page, (status) => presentStatus({ status, repository: page.repository }, request.origin))),
  answers: { 200: pageObject(CommitStatusObject) },
});

route({
  method: "GET",
  path: `${one}/diff`,
  name: "repositories.getPullRequestDiff",
  operation: getPullRequestDiff,
  input: pullRequestOf,
  present: (found) => compare("diff", found),
  answers: { 302: null },
});

route({
  method: "GET",
  path: `${one}/diffstat`,
  name: "repositories.getPullRequestDiffStat",
  operation: listPullRequestDiffStats,
  input: pullRequestOf,
  present: (found) => compare("diffstat", found),
  answers: { 302: null },
});

route({
  method: "GET",
  path: `${one}/patch`,
  name: "repositories.getPullRequestPatch",
  operation: getPullRequestPatch,
  input: pullRequestOf,
  present: (found) => compare("patch", found),
  answers: { 302: null },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/commit/{commit}/pullrequests",
  name: "getPullrequestsForCommit",
  operation: listPullRequestsOfCommit,
  query: PageQuery,
  input: (request) => ({ ...commitOf(request), ...pageOf(request) }),
  present: (page, request) =>
    json(
      paginated(request, page, (pullRequest) => presentPullRequest(pullRequest, page, request.origin)),
      200,
      { unlessAsked: leftOutOfLists },
    ),
  answers: { 200: pageObject(PullRequestObject) },
});

/** The placeholders that name a pull request. */
export function pullRequestOf(request: RestRequest): { workspace: string; repository: string; number: number } {
  return { ...repositoryOf(request), number: numberOf(request.params.pull_request_id) };
}

function presentOne(found: Involved<{ pullRequest: PullRequest }>, { origin }: RestRequest): Answer {
  return json(presentPullRequest(found.pullRequest, found, origin));
}

function presentReview({ participant, known }: Review): Answer {
  return json(presentParticipant({ ...participant, known }));
}

/** The address of a difference holds its commits, so that it stays what it is. */
function compare(
  kind: "diff" | "diffstat" | "patch",
  { pullRequest, repository }: { pullRequest: PullRequest; repository: Repository },
): Answer {
  return redirect(comparisonPath(kind, pullRequest, repository));
}

/** One that names nobody is malformed. */
function namesOf(reviewers: z.output<typeof Reviewers>): string[] {
  return reviewers.map(({ uuid, account_id, username }) => uuid ?? account_id ?? username ?? "");
}
