import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { commitComments } from "@/db/schema/commit-comments";
import type { KnownAuthor } from "../access-tokens/authors";
import { findActors } from "../actors/find";
import { type AppError, fail, ok, type Result } from "../errors";
import type { Repository } from "../repositories/find";

export type CommitComment = typeof commitComments.$inferSelect;

/** Comments with whom they are by, by id. */
export type Commented<Value> = Value & { repository: Repository; actors: ReadonlyMap<string, KnownAuthor> };

export const CommentContent = z
  .string()
  .max(100_000, "Use at most 100,000 characters.")
  .refine((content) => content.trim() !== "", "Write something.");

const lineNumber = z.number().int().min(1).max(1_000_000_000);

/** Where in a difference: a line of what was there before (`from`) or is after (`to`), or several that end with it. */
export const Inline = z
  .object({
    path: z.string().min(1).max(4_000),
    from: lineNumber.nullish(),
    to: lineNumber.nullish(),
    start_from: lineNumber.nullish(),
    start_to: lineNumber.nullish(),
  })
  .refine(({ start_from: start, from }) => isBefore(start, from), {
    path: ["start_from"],
    error: "Begin at a line before from, or leave start_from out.",
  })
  .refine(({ start_to: start, to }) => isBefore(start, to), {
    path: ["start_to"],
    error: "Begin at a line before to, or leave start_to out.",
  });

export type CommentPlace = Pick<CommitComment, "path" | "fromLine" | "toLine" | "startFromLine" | "startToLine">;

export function placeOf(inline: z.output<typeof Inline> | undefined): CommentPlace {
  return {
    path: inline?.path ?? null,
    fromLine: inline?.from ?? null,
    toLine: inline?.to ?? null,
    startFromLine: inline?.start_from ?? null,
    startToLine: inline?.start_to ?? null,
  };
}

function isBefore(start: number | null | undefined, end: number | null | undefined): boolean {
  return start == null || (end != null && start <= end);
}

export async function withActors<Value>(
  repository: Repository,
  comments: readonly CommitComment[],
  value: Value,
): Promise<Commented<Value>> {
  const actors = comments.map(({ actorKind, actorId }) => ({ kind: actorKind, id: actorId }));
  return { ...value, repository, actors: await findActors(repository.workspace.id, actors) };
}

/** The comment of that number on that commit; one that was deleted is there no more. */
export async function requireComment(
  repository: Repository,
  commit: string,
  number: number,
): Promise<Result<CommitComment>> {
  const [row] = await db()
    .select()
    .from(commitComments)
    .where(and(onCommit(repository, commit), eq(commitComments.number, number)));
  return row && row.deletedAt === null ? ok(row) : fail(unknownComment(number));
}

export function onCommit(repository: Repository, commit: string) {
  return and(
    eq(commitComments.workspaceId, repository.workspace.id),
    eq(commitComments.repositoryId, repository.id),
    eq(commitComments.commit, commit),
  );
}

export const notTheAuthor: AppError = {
  code: "refused_by_policy",
  message: "Only whoever wrote a comment may change it.",
};

export function unknownComment(number: number) {
  return { code: "not_found" as const, what: "other" as const, name: `Comment ${number}` };
}
