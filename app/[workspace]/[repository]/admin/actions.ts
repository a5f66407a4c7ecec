"use server";
import { revalidatePath } from "next/cache";
import { changesOf } from "@/app/_forms/changes";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { deleteRepository } from "@/lib/repositories/delete";
import { updateRepository } from "@/lib/repositories/update";

type Settings = { name: string; description: string; mainBranch: string; project: string };

/** `was`: the values that were shown. Gives those that the form holds. */
export async function updateRepositoryAction(
  workspace: string,
  repository: string,
  was: Settings,
  _: FormState<Settings>,
  form: FormData,
): Promise<FormState<Settings>> {
  const now = {
    name: text(form, "name"),
    description: text(form, "description"),
    mainBranch: text(form, "mainBranch"),
    project: text(form, "project"),
  };
  const updated = await updateRepository(await requireUser(), { workspace, repository, ...changesOf(was, now) });
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(now);
}

export async function deleteRepositoryAction(
  workspace: string,
  repository: string,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const caller = await requireUser();
  const deleted = await deleteRepository(caller, { workspace, repository, confirmation: text(form, "confirmation") });
  return deleted.ok ? done(null) : failed(deleted.error, "Not deleted.");
}
