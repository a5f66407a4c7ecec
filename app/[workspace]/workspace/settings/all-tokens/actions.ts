"use server";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { revokeAccessTokens } from "@/lib/access-tokens/bulk-revoke";

/** The value: how many were revoked. */
export async function revokeTokensAction(
  workspace: string,
  ids: string[],
  _: FormState<number>,
  form: FormData,
): Promise<FormState<number>> {
  const caller = await requireUser();
  const revoked = await revokeAccessTokens(caller, { workspace, ids, confirmation: text(form, "confirmation") });
  return revoked.ok ? done(revoked.value.revoked) : failed(revoked.error, "Not revoked.");
}
