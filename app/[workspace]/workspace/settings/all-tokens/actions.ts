"use server";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { revokeAccessTokens } from "@/lib/access-tokens/bulk-revoke";
import { listMatchingTokens } from "@/lib/access-tokens/list-all";
import { type ChosenToken, toChosenToken } from "./overview-token";

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

type Narrowed = Omit<Parameters<typeof listMatchingTokens>[1], "workspace">;

/** The value: what the list shows over all its pages. */
export async function matchingTokensAction(workspace: string, narrowed: Narrowed): Promise<FormState<ChosenToken[]>> {
  const caller = await requireUser();
  const matching = await listMatchingTokens(caller, { ...narrowed, workspace });
  return matching.ok ? done(matching.value.map(toChosenToken)) : failed(matching.error, "Not chosen.");
}
