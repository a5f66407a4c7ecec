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

export const Inline = z.object({
  path: z.string().min(1).max(4_000),
  from: lineNumber.nullish(),
  to: lineNumber.nullish(),
});

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
