"use server";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { currentCaller } from "@/app/_session/caller";
import { changePassword } from "@/lib/users/change-password";

export async function changeOwnPassword(_previous: FormState, form: FormData): Promise<FormState> {
  const caller = await currentCaller();
  if (!caller) return failed({ code: "unauthenticated" }, "Not changed.");
  const result = await changePassword(caller, { current: text(form, "current"), next: text(form, "next") });
  return result.ok ? done(null) : failed(result.error, "Not changed.");
}
