"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { deleteWorkspace } from "@/lib/workspaces/delete";
import { updateWorkspace } from "@/lib/workspaces/update";

export async function updateWorkspaceAction(workspace: string, _: FormState, form: FormData): Promise<FormState> {
  const caller = await requireUser();
  const updated = await updateWorkspace(caller, { workspace, name: text(form, "name") });
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(null);
}

export async function deleteWorkspaceAction(workspace: string, _: FormState, form: FormData): Promise<FormState> {
  const caller = await requireUser();
  const deleted = await deleteWorkspace(caller, { workspace, confirmation: text(form, "confirmation") });
  return deleted.ok ? done(null) : failed(deleted.error, "Not deleted.");
}
