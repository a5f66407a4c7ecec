"use server";
import { redirect } from "next/navigation";
import { type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { repositoryHome } from "@/app/_shell/resource-bars";
import { createRepository } from "@/lib/repositories/create";

export async function createRepositoryAction(workspace: string, _: FormState, form: FormData): Promise<FormState> {
  const caller = await requireUser();
  const created = await createRepository(caller, {
    workspace,
    project: text(form, "project"),
    name: text(form, "name"),
    slug: text(form, "slug"),
    description: text(form, "description"),
    mainBranch: text(form, "mainBranch"),
  });
  if (!created.ok) return failed(created.error, "Not created.");
  redirect(repositoryHome(created.value));
}
