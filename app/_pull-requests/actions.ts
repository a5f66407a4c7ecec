"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { changesOf } from "@/app/_forms/changes";
import { done, type FormState, failed, refused, text } from "@/app/_forms/form-state";
import type { RepositoryAddress } from "@/app/_repository/addresses";
import { requireUser } from "@/app/_session/caller";
import type { Result } from "@/lib/errors";
import {
  createPullRequestComment,
  deletePullRequestComment,
  reopenPullRequestComment,
  resolvePullRequestComment,
  updatePullRequestComment,
} from "@/lib/pull-requests/comments";
import { createPullRequest } from "@/lib/pull-requests/create";
import { declinePullRequest } from "@/lib/pull-requests/decline";
import { mergePullRequest } from "@/lib/pull-requests/merge";
import { mergeStrategies } from "@/lib/pull-requests/merge-strategies";
import {
  approvePullRequest,
  requestChanges,
  unapprovePullRequest,
  withdrawChangeRequest,
} from "@/lib/pull-requests/review";
import { createPullRequestTask, deletePullRequestTask, updatePullRequestTask } from "@/lib/pull-requests/tasks";
import { updatePullRequest } from "@/lib/pull-requests/update";
import { pullRequestPage } from "./address";
import type { PullRequestName } from "./subject";

export async function createPullRequestAction(
  repository: RepositoryAddress,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const created = await createPullRequest(await requireUser(), {
    ...repository,
    ...valuesOf(form),
    source: text(form, "source"),
  });
  if (!created.ok) return failed(created.error, "Not opened.");
  revalidatePath("/", "layout");
  redirect(pullRequestPage(repository, created.value.pullRequest.number));
}

/** `was`: the values that were shown. */
export async function updatePullRequestAction(
  pullRequest: PullRequestName,
  was: ReturnType<typeof valuesOf>,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const changes = changesOf(was, valuesOf(form));
  const updated = await updatePullRequest(await requireUser(), { ...pullRequest, ...changes });
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(null);
}

export async function markReadyAction(pullRequest: PullRequestName): Promise<FormState> {
  return shown(await updatePullRequest(await requireUser(), { ...pullRequest, draft: false }), "Not marked as ready.");
}

export async function approveAction(pullRequest: PullRequestName, seenCommit: string): Promise<FormState> {
  return shown(await approvePullRequest(await requireUser(), { ...pullRequest, seenCommit }), "Not approved.");
}

export async function unapproveAction(pullRequest: PullRequestName): Promise<FormState> {
  return shown(await unapprovePullRequest(await requireUser(), pullRequest), "Not taken back.");
}

export async function requestChangesAction(pullRequest: PullRequestName, seenCommit: string): Promise<FormState> {
  return shown(await requestChanges(await requireUser(), { ...pullRequest, seenCommit }), "Not asked for.");
}

export async function withdrawChangesAction(pullRequest: PullRequestName): Promise<FormState> {
  return shown(await withdrawChangeRequest(await requireUser(), pullRequest), "Not taken back.");
}

export async function mergeAction(pullRequest: PullRequestName, _: FormState, form: FormData): Promise<FormState> {
  const message = text(form, "message").trim();
  const merged = await mergePullRequest(await requireUser(), {
    ...pullRequest,
    strategy: mergeStrategies.find((one) => one === text(form, "strategy")),
    closeSourceBranch: form.has("closeSourceBranch"),
    seenCommit: text(form, "seenCommit"),
    seenDestination: text(form, "seenDestination"),
    ...(message === "" ? {} : { message }),
  });
  return shown(merged, "Not merged.");
}

export async function declineAction(pullRequest: PullRequestName, _: FormState, form: FormData): Promise<FormState> {
  const reason = text(form, "reason").trim();
  return shown(await declinePullRequest(await requireUser(), { ...pullRequest, reason }), "Not declined.");
}

type Place = {
  parent?: number;
  inline?: { path: string; from: number | null; to: number | null };
  /** The commit whose lines are shown. */
  seenCommit?: string;
};

export async function commentAction(
  pullRequest: PullRequestName,
  place: Place,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const content = text(form, "content");
  return shown(await createPullRequestComment(await requireUser(), { ...pullRequest, ...place, content }), "Not said.");
}

export async function updateCommentAction(
  pullRequest: PullRequestName,
  comment: number,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const content = text(form, "content");
  return shown(await updatePullRequestComment(await requireUser(), { ...pullRequest, comment, content }), "Not saved.");
}

export async function deleteCommentAction(pullRequest: PullRequestName, comment: number): Promise<FormState> {
  return shown(await deletePullRequestComment(await requireUser(), { ...pullRequest, comment }), "Not deleted.");
}

export async function resolveCommentAction(pullRequest: PullRequestName, comment: number): Promise<FormState> {
  return shown(await resolvePullRequestComment(await requireUser(), { ...pullRequest, comment }), "Not resolved.");
}

export async function reopenCommentAction(pullRequest: PullRequestName, comment: number): Promise<FormState> {
  return shown(await reopenPullRequestComment(await requireUser(), { ...pullRequest, comment }), "Not reopened.");
}

export async function addTaskAction(pullRequest: PullRequestName, _: FormState, form: FormData): Promise<FormState> {
  const content = text(form, "content");
  return shown(await createPullRequestTask(await requireUser(), { ...pullRequest, content }), "Not added.");
}

export async function tickTaskAction(pullRequest: PullRequestName, task: number, isDone: boolean): Promise<FormState> {
  const state = isDone ? "RESOLVED" : "UNRESOLVED";
  return shown(await updatePullRequestTask(await requireUser(), { ...pullRequest, task, state }), "Not changed.");
}

export async function deleteTaskAction(pullRequest: PullRequestName, task: number): Promise<FormState> {
  return shown(await deletePullRequestTask(await requireUser(), { ...pullRequest, task }), "Not deleted.");
}

/** What changed is shown; where nothing did, the page stays as it is, with what was typed. */
function shown(result: Result<unknown>, undone: string): FormState {
  if (!result.ok) return refused(result.error, undone);
  revalidatePath("/", "layout");
  return done(null);
}

function valuesOf(form: FormData) {
  return {
    title: text(form, "title"),
    description: text(form, "description"),
    destination: text(form, "destination"),
    draft: form.has("draft"),
    closeSourceBranch: form.has("closeSourceBranch"),
    reviewers: form.getAll("reviewers").filter((reviewer) => typeof reviewer === "string"),
  };
}
