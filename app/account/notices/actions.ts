"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { mutedKinds } from "@/app/_notices/muted-kinds";
import { requireUser } from "@/app/_session/caller";
import { saveNoticePreferences } from "@/lib/notices/preferences";

export async function savePreferencesAction(workspace: string, _: FormState, form: FormData): Promise<FormState> {
  const saved = await saveNoticePreferences(await requireUser(), {
    workspace,
    inbox: text(form, "inbox") === "on",
    email: text(form, "email") === "on",
    mutedKinds: mutedKinds(form),
  });
  if (!saved.ok) return failed(saved.error);
  revalidatePath("/account/notices");
  return done(null);
}
