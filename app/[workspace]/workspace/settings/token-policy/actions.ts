"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { fieldErrors } from "@/lib/operation";
import { endTokensOverPolicy } from "@/lib/token-policies/exceeding";
import { updateTokenPolicy } from "@/lib/token-policies/update";
import { PolicyForm } from "./policy-input";

export async function updatePolicyAction(workspace: string, _: FormState, form: FormData): Promise<FormState> {
  const caller = await requireUser();
  const policy = PolicyForm.safeParse(Object.fromEntries(form));
  if (!policy.success) return failed({ code: "invalid_request", fields: fieldErrors(policy.error) });
  const updated = await updateTokenPolicy(caller, { workspace, ...policy.data });
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(null);
}

/** The value: how many tokens got an end date. */
export async function endTokensAction(
  workspace: string,
  _: FormState<number>,
  form: FormData,
): Promise<FormState<number>> {
  const caller = await requireUser();
  const warningDays = Number(text(form, "warningDays").trim() || Number.NaN);
  const ended = await endTokensOverPolicy(caller, { workspace, warningDays });
  return ended.ok ? done(ended.value.ended) : failed(ended.error);
}
