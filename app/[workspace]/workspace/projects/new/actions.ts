"use server";
import { redirect } from "next/navigation";
import { type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { projectPage } from "@/app/_shell/resource-bars";
import { createProject } from "@/lib/projects/create";

export async function createProjectAction(workspace: string, _: FormState, form: FormData): Promise<FormState> {
  const caller = await requireUser();
  const created = await createProject(caller, {
    workspace,
    name: text(form, "name"),
    key: text(form, "key"),
    description: text(form, "description"),
  });
  if (!created.ok) return failed(created.error, "Not created.");
  redirect(projectPage(created.value));
}
