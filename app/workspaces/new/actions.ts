"use server";
import { redirect } from "next/navigation";
import { type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { createWorkspace } from "@/lib/workspaces/create";

export async function createWorkspaceAction(_: FormState, form: FormData): Promise<FormState> {
  const caller = await requireUser();
  const created = await createWorkspace(caller, { name: text(form, "name"), slug: text(form, "slug") });
  if (!created.ok) return failed(created.error, "Not created.");
  redirect(`/${created.value.slug}`);
}
