import { z } from "zod";
import { CommentContent, Inline } from "@/lib/commit-comments/comment";
import {
  PullRequestCommentObject,
  presentPullRequestComment,
  presentResolution,
  presentTask,
  ResolutionObject,
  TaskObject,
} from "@/lib/published/pull-request-comment";
import { pageObject } from "@/lib/published/values";
import {
  createPullRequestComment,
  deletePullRequestComment,
  getPullRequestComment,
  listPullRequestComments,
  reopenPullRequestComment,
  resolvePullRequestComment,
  updatePullRequestComment,
} from "@/lib/pull-requests/comments";
import {
  createPullRequestTask,
  deletePullRequestTask,
  getPullRequestTask,
  listPullRequestTasks,
  updatePullRequestTask,
} from "@/lib/pull-requests/tasks";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { pageOf, paginated, QueriedPageQuery, queryOf } from "../http/pagination";
import { numberOf } from "./commit-comments";
import { pullRequestOf } from "./pull-requests";

const one = "/repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}";
const Content = z.object({ raw: CommentContent });
const Pending = z.literal(false, "Comments and tasks are published at once: drafts of them can’t be kept.").optional();

route({
  method: "GET",
  path: `${one}/comments`,
  name: "repositories.listPullRequestComments",
  operation: listPullRequestComments,
  query: QueriedPageQuery,
  input: (request) => ({ ...pullRequestOf(request), ...pageOf(request), ...queryOf(request) }),
  present: (page, request) =>
    json(paginated(request, page, (comment) => presentPullRequestComment(comment, page, request.origin))),
  answers: { 200: pageObject(PullRequestCommentObject) },
});

route({
  method: "POST",
  path: `${one}/comments`,
  name: "repositories.createPullRequestComment",
  operation: createPullRequestComment,
  body: z.object({
    content: Content,
    pending: Pending,
    inline: Inline.optional(),
    parent: z.object({ id: z.int() }).optional(),
  }),
  input: (request, { content, inline, parent }) => ({
    ...pullRequestOf(request),
    content: content.raw,
    inline,
    parent: parent?.id,
  }),
  present: (made, { origin }) => json(presentPullRequestComment(made.comment, made, origin), 201),
  answers: { 201: PullRequestCommentObject },
});

route({
  method: "GET",
  path: `${one}/comments/{comment_id}`,
  name: "repositories.getPullRequestComment",
  operation: getPullRequestComment,
  input: commentOf,
  present: (found, { origin }) => json(presentPullRequestComment(found.comment, found, origin)),
  answers: { 200: PullRequestCommentObject },
});

route({
  method: "PUT",
  path: `${one}/comments/{comment_id}`,
  name: "repositories.updatePullRequestComment",
  operation: updatePullRequestComment,
  body: z.object({ content: Content, pending: Pending }),
  input: (request, { content }) => ({ ...commentOf(request), content: content.raw }),
  present: (found, { origin }) => json(presentPullRequestComment(found.comment, found, origin)),
  answers: { 200: PullRequestCommentObject },
});

route({
  method: "DELETE",
  path: `${one}/comments/{comment_id}`,
  name: "repositories.deletePullRequestComment",
  operation: deletePullRequestComment,
  input: commentOf,
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "POST",
  path: `${one}/comments/{comment_id}/resolve`,
  name: "repositories.resolvePullRequestComment",
  operation: resolvePullRequestComment,
  input: commentOf,
  present: (found) => json(presentResolution(found.comment, found)),
  answers: { 200: ResolutionObject },
});

route({
  method: "DELETE",
  path: `${one}/comments/{comment_id}/resolve`,
  name: "repositories.reopenPullRequestComment",
  operation: reopenPullRequestComment,
  input: commentOf,
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "GET",
  path: `${one}/tasks`,
  name: "repositories.listPullRequestTasks",
  operation: listPullRequestTasks,
  query: QueriedPageQuery,
  input: (request) => ({ ...pullRequestOf(request), ...pageOf(request), ...queryOf(request) }),
  present: (page, request) => json(paginated(request, page, (task) => presentTask(task, page, request.origin))),
  answers: { 200: pageObject(TaskObject) },
});

route({
  method: "POST",
  path: `${one}/tasks`,
  name: "repositories.createPullRequestTask",
  operation: createPullRequestTask,
  body: z.object({ content: Content, pending: Pending, comment: z.object({ id: z.int() }).nullish() }),
  input: (request, { content, comment }) => ({
    ...pullRequestOf(request),
    content: content.raw,
    comment: comment?.id,
  }),
  present: (made, { origin }) => json(presentTask(made.task, made, origin), 201),
  answers: { 201: TaskObject },
});

route({
  method: "GET",
  path: `${one}/tasks/{task_id}`,
  name: "repositories.getPullRequestTask",
  operation: getPullRequestTask,
  input: taskOf,
  present: (found, { origin }) => json(presentTask(found.task, found, origin)),
  answers: { 200: TaskObject },
});

route({
  method: "PUT",
  path: `${one}/tasks/{task_id}`,
  name: "repositories.updatePullRequestTask",
  operation: updatePullRequestTask,
  body: z.object({ content: Content.optional(), state: z.enum(["RESOLVED", "UNRESOLVED"]).optional() }),
  input: (request, { content, state }) => ({ ...taskOf(request), content: content?.raw, state }),
  present: (found, { origin }) => json(presentTask(found.task, found, origin)),
  answers: { 200: TaskObject },
});

route({
  method: "DELETE",
  path: `${one}/tasks/{task_id}`,
  name: "repositories.deletePullRequestTask",
  operation: deletePullRequestTask,
  input: taskOf,
  present: () => noContent(),
  answers: { 204: null },
});

function commentOf(request: RestRequest) {
  return { ...pullRequestOf(request), comment: numberOf(request.params.comment_id) };
}

function taskOf(request: RestRequest) {
  return { ...pullRequestOf(request), task: numberOf(request.params.task_id) };
}
