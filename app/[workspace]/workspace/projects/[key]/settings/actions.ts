"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { deleteProject } from "@/lib/projects/delete";
import { updateProject } from "@/lib/projects/update";

export async function updateProjectAction(
  workspace: string,
  project: string,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const caller = await requireUser();
  const values = { name: text(form, "name"), description: text(form, "description") };
  const updated = await updateProject(caller, { workspace, project, ...values });
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(null);
}

export async function deleteProjectAction(
  workspace: string,
  project: string,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const caller = await requireUser();
  const deleted = await deleteProject(caller, { workspace, project, confirmation: text(form, "confirmation") });
  return deleted.ok ? done(null) : failed(deleted.error, "Not deleted.");
}
