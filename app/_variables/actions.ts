"use server";
import { revalidatePath } from "next/cache";
import { changesOf } from "@/app/_forms/changes";
import { done, type FormState, failed, refused, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { createEnvironmentVariable, createRepositoryVariable, createWorkspaceVariable } from "@/lib/variables/create";
import { deleteEnvironmentVariable, deleteRepositoryVariable, deleteWorkspaceVariable } from "@/lib/variables/delete";
import { updateEnvironmentVariable, updateRepositoryVariable, updateWorkspaceVariable } from "@/lib/variables/update";
import type { VariablePlaceName } from "./place";

/** Gives the name of the new one. */
export async function createVariableAction(
  place: VariablePlaceName,
  _: FormState<string>,
  form: FormData,
): Promise<FormState<string>> {
  const caller = await requireUser();
  const values = valuesOf(form);
  const created =
    place.kind === "workspace"
      ? await createWorkspaceVariable(caller, { ...place, ...values })
      : place.kind === "repository"
        ? await createRepositoryVariable(caller, { ...place, ...values })
        : await createEnvironmentVariable(caller, { ...place, ...values });
  if (!created.ok) return failed(created.error, "Not added.");
  revalidatePath("/", "layout");
  return done(created.value.key);
}

/**
 * Gives the name that it has now. `was` is the value that was shown, null where it is secured: an empty field then leaves the
 * value as it is.
 */
export async function updateVariableAction(
  place: VariablePlaceName,
  variable: string,
  was: string | null,
  _: FormState<string>,
  form: FormData,
): Promise<FormState<string>> {
  const caller = await requireUser();
  const { key, ...values } = valuesOf(form);
  const changes = { variable, key, ...changesOf({ value: was ?? "", secured: was === null }, values) };
  const updated =
    place.kind === "workspace"
      ? await updateWorkspaceVariable(caller, { ...place, ...changes })
      : place.kind === "repository"
        ? await updateRepositoryVariable(caller, { ...place, ...changes })
        : await updateEnvironmentVariable(caller, { ...place, ...changes });
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(updated.value.key);
}

export async function deleteVariableAction(place: VariablePlaceName, variable: string): Promise<FormState> {
  const caller = await requireUser();
  const deleted =
    place.kind === "workspace"
      ? await deleteWorkspaceVariable(caller, { ...place, variable })
      : place.kind === "repository"
        ? await deleteRepositoryVariable(caller, { ...place, variable })
        : await deleteEnvironmentVariable(caller, { ...place, variable });
  // Also where it was refused, the list may have changed.
  revalidatePath("/", "layout");
  return deleted.ok ? done(null) : refused(deleted.error, "Not deleted.");
}

function valuesOf(form: FormData) {
  return {
    key: text(form, "key"),
    value: text(form, "value"),
    secured: form.has("secured"),
  };
}
