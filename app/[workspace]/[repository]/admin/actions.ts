"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { deleteRepository } from "@/lib/repositories/delete";
import { updateRepository } from "@/lib/repositories/update";

export async function updateRepositoryAction(
  workspace: string,
  repository: string,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const caller = await requireUser();
  const updated = await updateRepository(caller, {
    workspace,
    repository,
    name: text(form, "name"),
    description: text(form, "description"),
    mainBranch: text(form, "mainBranch"),
    project: text(form, "project"),
  });
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(null);
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
