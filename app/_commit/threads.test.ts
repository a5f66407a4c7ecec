import { expect, test } from "vitest";
import type { CommitComment } from "@/lib/commit-comments/comment";
import { threadsOf } from "./threads";

function commentOf(number: number, parent: number | null = null, deleted = false): CommitComment {
  const now = new Date(0);
  return {
    id: `id ${number}`,
    workspaceId: "workspace",
    repositoryId: "repository",
    number,
    commit: "a".repeat(40),
    actorKind: "user",
    actorId: "person",
    content: "",
    parent,
    path: null,
    fromLine: null,
    startFromLine: null,
    startToLine: null,
    toLine: null,
    createdAt: now,
    updatedAt: now,
    deletedAt: deleted ? now : null,
  };
}

test("answers stand under what they answer at first, in their order", () => {
  const threads = threadsOf([commentOf(1), commentOf(2), commentOf(3, 1), commentOf(4, 3), commentOf(5, 2)]);
  expect(threads.map(({ comment, answers }) => [comment.number, answers.map(({ number }) => number)])).toEqual([
    [1, [3, 4]],
    [2, [5]],
  ]);
});

test("a deleted comment keeps its place only for what answers it", () => {
  const threads = threadsOf([
    commentOf(1, null, true),
    commentOf(2, 1),
    commentOf(3, null, true),
    commentOf(4, 3, true),
  ]);
  expect(threads.map(({ comment, answers }) => [comment.number, answers.length])).toEqual([[1, 1]]);
});

test("an answer to what is on another page of the list begins a thread", () => {
  expect(threadsOf([commentOf(7, 2)]).map(({ comment }) => comment.number)).toEqual([7]);
});
