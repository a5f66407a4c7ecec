import { and, count, desc, eq, isNotNull, isNull, lt, or } from "drizzle-orm";
import { db } from "@/db/client";
import { pullRequestActivity, pullRequestComments } from "@/db/schema/pull-requests";
import { ok, type Result } from "../errors";
import { namedRepository } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import type { Activity } from "./activity";
import { type OnPullRequest, onPullRequest, type PullRequestComment, withPeople } from "./comment";
import { type LinePlace, placesOf } from "./line-places";
import { type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";

/** A comment with all that was said in answer to it, the oldest first. */
export type Thread = { comment: PullRequestComment; answers: PullRequestComment[] };

/** A thread with where its line is by now. */
export type PlacedThread = LinePlace & { thread: Thread };

/** Something that happened. Of an update also how the pull request was before; null: it was opened. */
export type Happening =
  | { kind: "thread"; at: Date; thread: Thread }
  | { kind: "activity"; at: Date; activity: Activity; before: Activity["state"] };

/** What happened to a pull request and was said of it: the last page is what happened first. Within one, the oldest first. */
export const readConversation = operation({
  name: "pull_requests.read_conversation",
  scope: "pullrequest",
  input: PageInput.extend(PullRequestInput.shape),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<OnPullRequest<Page<Happening>>>> => {
    const known = await requirePullRequest(found, input.number);
    if (!known.ok) return known;
    const pullRequest = known.value;
    const { page, pageLength } = input;
    const condition = and(ofPullRequest(pullRequest), or(isNull(pullRequestActivity.comment), isNull(parent)));
    const [counted] = await db()
      .select({ total: count() })
      .from(pullRequestActivity)
      .leftJoin(pullRequestComments, ofActivity)
      .where(condition);
    const rows = await db()
      .select({ activity: pullRequestActivity, comment: pullRequestComments })
      .from(pullRequestActivity)
      .leftJoin(pullRequestComments, ofActivity)
      .where(condition)
      .orderBy(desc(pullRequestActivity.id))
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    const threads = await answeredThreads(
      pullRequest,
      rows.flatMap(({ comment }) => comment ?? []),
    );
    const items = await inOrder(pullRequest, rows.toReversed(), threads);
    const done = [
      ...rows.map(({ activity }) => ({ ...activity, resolvedByKind: null, resolvedById: null })),
      ...threads.flatMap(({ comment, answers }) => [comment, ...answers]),
    ];
    return ok(await withPeople(found, pullRequest, done, { items, total: counted?.total ?? 0, page, pageLength }));
  },
});

/** What was said of lines, thread by thread, the oldest first; the newest thousand comments of it. */
export const listInlineThreads = operation({
  name: "pull_requests.list_inline_threads",
  scope: "pullrequest",
  input: PullRequestInput,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<OnPullRequest<{ threads: PlacedThread[] }>>> => {
    const known = await requirePullRequest(found, input.number);
    if (!known.ok) return known;
    const said = await db()
      .select()
      .from(pullRequestComments)
      .where(and(onPullRequest(known.value), isNull(parent), isNotNull(pullRequestComments.path)))
      .orderBy(desc(pullRequestComments.number))
      .limit(mostComments);
    const threads = await answeredThreads(known.value, said.toReversed());
    const places = await placesOf(known.value, said);
    const placed = threads.flatMap((thread) => {
      const place = places.get(thread.comment.id);
      return place ? [{ thread, ...place }] : [];
    });
    const done = threads.flatMap(({ comment, answers }) => [comment, ...answers]);
    return ok(await withPeople(found, known.value, done, { threads: placed }));
  },
});

const mostComments = 1_000;
const { parent } = pullRequestComments;

const ofActivity = and(
  eq(pullRequestComments.workspaceId, pullRequestActivity.workspaceId),
  eq(pullRequestComments.pullRequestId, pullRequestActivity.pullRequestId),
  eq(pullRequestComments.number, pullRequestActivity.comment),
);

function ofPullRequest({ workspaceId, id }: PullRequest) {
  return and(eq(pullRequestActivity.workspaceId, workspaceId), eq(pullRequestActivity.pullRequestId, id));
}

/** Comments with their answers, and the answers to those: an answer is always younger than what it answers. */
async function answeredThreads(pullRequest: PullRequest, comments: readonly PullRequestComment[]): Promise<Thread[]> {
  const threads = comments.map((comment): Thread => ({ comment, answers: [] }));
  if (threads.length === 0) return threads;
  const byNumber = new Map(threads.map((thread) => [thread.comment.number, thread]));
  const answers = await db()
    .select()
    .from(pullRequestComments)
    .where(and(onPullRequest(pullRequest), isNotNull(parent)))
    .orderBy(desc(pullRequestComments.number))
    .limit(mostComments);
  for (const answer of answers.toReversed()) {
    const thread = byNumber.get(answer.parent ?? 0);
    if (!thread) continue;
    thread.answers.push(answer);
    byNumber.set(answer.number, thread);
  }
  return threads;
}

type Row = { activity: Activity; comment: PullRequestComment | null };

async function inOrder(
  pullRequest: PullRequest,
  rows: readonly Row[],
  threads: readonly Thread[],
): Promise<Happening[]> {
  const byNumber = new Map(threads.map((thread) => [thread.comment.number, thread]));
  let before = await stateBefore(pullRequest, rows[0]?.activity);
  return rows.map(({ activity, comment }): Happening => {
    const thread = byNumber.get(comment?.number ?? 0);
    if (thread) return { kind: "thread", at: activity.at, thread };
    const happening: Happening = { kind: "activity", at: activity.at, activity, before };
    before = activity.state ?? before;
    return happening;
  });
}

async function stateBefore(pullRequest: PullRequest, first: Activity | undefined): Promise<Activity["state"]> {
  if (!first) return null;
  const [row] = await db()
    .select({ state: pullRequestActivity.state })
    .from(pullRequestActivity)
    .where(
      and(ofPullRequest(pullRequest), eq(pullRequestActivity.kind, "update"), lt(pullRequestActivity.id, first.id)),
    )
    .orderBy(desc(pullRequestActivity.id))
    .limit(1);
  return row?.state ?? null;
}
