import { z } from "zod";
import { approveCommit, unapproveCommit } from "@/lib/commit-comments/approve";
import { CommentContent, Inline } from "@/lib/commit-comments/comment";
import { getCommitComment, listCommitComments } from "@/lib/commit-comments/list";
import { createCommitComment, deleteCommitComment, updateCommitComment } from "@/lib/commit-comments/write";
import { CommitCommentObject, presentCommitComment } from "@/lib/published/comment";
import { ParticipantObject, presentParticipant } from "@/lib/published/participant";
import { pageObject } from "@/lib/published/values";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { pageOf, paginated, QueriedPageQuery, queryOf } from "../http/pagination";
import { commitOf } from "./statuses";

const ofCommit = "/repositories/{workspace}/{repo_slug}/commit/{commit}";

route({
  method: "GET",
  path: `${ofCommit}/comments`,
  name: "repositories.listCommitComments",
  operation: listCommitComments,
  query: QueriedPageQuery,
  input: (request) => ({ ...commitOf(request), ...pageOf(request), ...queryOf(request) }),
  present: (page, request) =>
    json(paginated(request, page, (comment) => presentCommitComment(comment, page, request.origin))),
  answers: { 200: pageObject(CommitCommentObject) },
});

route({
  method: "POST",
  path: `${ofCommit}/comments`,
  name: "repositories.createCommitComment",
  operation: createCommitComment,
  body: z.object({
    content: z.object({ raw: CommentContent }),
    inline: Inline.optional(),
    parent: z.object({ id: z.int() }).optional(),
  }),
  input: (request, { content, inline, parent }) => ({
    ...commitOf(request),
    content: content.raw,
    inline,
    parent: parent?.id,
  }),
  present: (written, { origin }) => json(presentCommitComment(written.comment, written, origin), 201),
  answers: { 201: CommitCommentObject },
});

route({
  method: "GET",
  path: `${ofCommit}/comments/{comment_id}`,
  name: "repositories.getCommitComment",
  operation: getCommitComment,
  input: commentOf,
  present: (found, { origin }) => json(presentCommitComment(found.comment, found, origin)),
  answers: { 200: CommitCommentObject },
});

route({
  method: "PUT",
  path: `${ofCommit}/comments/{comment_id}`,
  name: "repositories.updateCommitComment",
  operation: updateCommitComment,
  body: z.object({ content: z.object({ raw: CommentContent }) }),
  input: (request, { content }) => ({ ...commentOf(request), content: content.raw }),
  present: (written, { origin }) => json(presentCommitComment(written.comment, written, origin), 201),
  answers: { 201: CommitCommentObject },
});

route({
  method: "DELETE",
  path: `${ofCommit}/comments/{comment_id}`,
  name: "repositories.deleteCommitComment",
  operation: deleteCommitComment,
  input: commentOf,
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "POST",
  path: `${ofCommit}/approve`,
  name: "repositories.createCommitApproval",
  operation: approveCommit,
  input: commitOf,
  present: ({ known, approvedAt }) =>
    json(presentParticipant({ known, role: "PARTICIPANT", state: "approved", participatedAt: approvedAt })),
  answers: { 200: ParticipantObject },
});

route({
  method: "DELETE",
  path: `${ofCommit}/approve`,
  name: "repositories.deleteCommitApproval",
  operation: unapproveCommit,
  input: commitOf,
  present: () => noContent(),
  answers: { 204: null },
});

function commentOf(request: RestRequest) {
  return { ...commitOf(request), number: numberOf(request.params.comment_id) };
}

/** What isn't a number is a number that nothing has. */
export function numberOf(text: string | undefined): number {
  const number = /^\d{1,10}$/.test(text ?? "") ? Number(text) : 0;
  return number <= 0x7fff_ffff ? number : 0;
}
