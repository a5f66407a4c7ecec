"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, refused, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { createEnvironment } from "@/lib/environments/create";
import { deleteEnvironment } from "@/lib/environments/delete";
import { updateEnvironment } from "@/lib/environments/update";

type RepositoryName = { workspace: string; repository: string };

/** Gives the name of the new one. */
export async function createEnvironmentAction(
  repository: RepositoryName,
  _: FormState<string>,
  form: FormData,
): Promise<FormState<string>> {
  const created = await createEnvironment(await requireUser(), { ...repository, ...valuesOf(form) });
  if (!created.ok) return failed(created.error, "Not added.");
  revalidatePath("/", "layout");
  return done(created.value.name);
}

/** Gives the name that it has now. */
export async function updateEnvironmentAction(
  repository: RepositoryName,
  environment: string,
  _: FormState<string>,
  form: FormData,
): Promise<FormState<string>> {
  const updated = await updateEnvironment(await requireUser(), { ...repository, environment, ...valuesOf(form) });
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(updated.value.name);
}

export async function deleteEnvironmentAction(repository: RepositoryName, environment: string): Promise<FormState> {
  const deleted = await deleteEnvironment(await requireUser(), { ...repository, environment });
  // The page that asked is gone with it: it leads elsewhere by itself.
  return deleted.ok ? done(null) : refused(deleted.error, "Not deleted.");
}

function valuesOf(form: FormData) {
  return { name: text(form, "name"), type: text(form, "type") };
}
