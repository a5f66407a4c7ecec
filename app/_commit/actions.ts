"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, refused, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { approveCommit, unapproveCommit } from "@/lib/commit-comments/approve";
import { createCommitComment, deleteCommitComment, updateCommitComment } from "@/lib/commit-comments/write";
import type { CommentedPlace, CommitName } from "./place";

export async function createCommentAction(
  commit: CommitName,
  place: CommentedPlace,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const caller = await requireUser();
  const created = await createCommitComment(caller, { ...commit, ...place, content: text(form, "content") });
  if (!created.ok) return failed(created.error, "Not said.");
  revalidatePath("/", "layout");
  return done(null);
}

export async function updateCommentAction(
  commit: CommitName,
  number: number,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const caller = await requireUser();
  const updated = await updateCommitComment(caller, { ...commit, number, content: text(form, "content") });
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(null);
}

export async function deleteCommentAction(commit: CommitName, number: number): Promise<FormState> {
  const caller = await requireUser();
  const deleted = await deleteCommitComment(caller, { ...commit, number });
  if (!deleted.ok) return refused(deleted.error, "Not deleted.");
  revalidatePath("/", "layout");
  return done(null);
}

export async function approveAction(commit: CommitName, approves: boolean): Promise<FormState> {
  const caller = await requireUser();
  const changed = approves ? await approveCommit(caller, commit) : await unapproveCommit(caller, commit);
  if (!changed.ok) return refused(changed.error, approves ? "Not approved." : "Not taken back.");
  revalidatePath("/", "layout");
  return done(null);
}
