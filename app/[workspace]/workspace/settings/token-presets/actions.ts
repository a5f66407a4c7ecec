"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, refused } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { deleteTokenPreset } from "@/lib/token-presets/delete";
import { saveTokenPreset } from "@/lib/token-presets/save";

export async function savePresetAction(input: Parameters<typeof saveTokenPreset>[1]): Promise<FormState<string>> {
  const saved = await saveTokenPreset(await requireUser(), input);
  if (!saved.ok) return failed(saved.error);
  revalidatePath("/", "layout");
  return done(saved.value.name);
}

export async function deletePresetAction(workspace: string, id: string): Promise<FormState> {
  const deleted = await deleteTokenPreset(await requireUser(), { workspace, id });
  // Also where it was refused, the list may have changed.
  revalidatePath("/", "layout");
  return deleted.ok ? done(null) : refused(deleted.error, "Not deleted.");
}
