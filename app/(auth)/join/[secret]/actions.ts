"use server";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { currentCaller, currentClient } from "@/app/_session/caller";
import { acceptFirstAdminLink, acceptInvitation } from "@/lib/users/account-links";

export type Joined = { email: string; workspace: string };

export async function setUp(secret: string, _previous: FormState<Joined>, form: FormData): Promise<FormState<Joined>> {
  const input = Object.fromEntries(
    ["email", "name", "password", "workspaceName", "workspaceSlug"].map((name) => [name, text(form, name)]),
  );
  const result = await acceptFirstAdminLink(secret, input, await currentClient());
  return result.ok ? done(result.value) : failed(result.error, "Not set up.");
}

export async function join(secret: string, _previous: FormState<Joined>, form: FormData): Promise<FormState<Joined>> {
  const input = { name: text(form, "name"), password: text(form, "password") };
  const caller = (await currentCaller()) ?? (await currentClient());
  const result = await acceptInvitation(secret, input, caller);
  return result.ok ? done(result.value) : failed(result.error, "Not joined.");
}
