"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, refused, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import {
  createRepositoryWebhook,
  createWorkspaceWebhook,
  deleteRepositoryWebhook,
  deleteWorkspaceWebhook,
  updateRepositoryWebhook,
  updateWorkspaceWebhook,
} from "@/lib/webhooks/administer";
import { redeliverWebhook, type WebhookOwnerName } from "@/lib/webhooks/deliveries";

export async function createWebhookAction(owner: WebhookOwnerName, _: FormState, form: FormData): Promise<FormState> {
  const caller = await requireUser();
  const secret = text(form, "secret");
  const values = { ...valuesOf(form), secret: secret === "" ? null : secret };
  const created =
    owner.kind === "repository"
      ? await createRepositoryWebhook(caller, { ...owner, ...values })
      : await createWorkspaceWebhook(caller, { ...owner, ...values });
  if (!created.ok) return failed(created.error);
  revalidatePath("/", "layout");
  return done(null);
}

export async function updateWebhookAction(
  owner: WebhookOwnerName,
  webhook: string,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const caller = await requireUser();
  const given = text(form, "secret");
  // An empty field leaves the secret as it is.
  const secret = form.has("withoutSecret") ? null : given === "" ? undefined : given;
  const input = { ...owner, webhook, ...valuesOf(form), secret };
  const updated =
    input.kind === "repository"
      ? await updateRepositoryWebhook(caller, input)
      : await updateWorkspaceWebhook(caller, input);
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(null);
}

export async function deleteWebhookAction(owner: WebhookOwnerName, webhook: string): Promise<FormState> {
  const caller = await requireUser();
  const deleted =
    owner.kind === "repository"
      ? await deleteRepositoryWebhook(caller, { ...owner, webhook })
      : await deleteWorkspaceWebhook(caller, { ...owner, webhook });
  // The page that asked is gone with it: it leads elsewhere by itself.
  return deleted.ok ? done(null) : refused(deleted.error, "Not deleted.");
}

export async function redeliverAction(
  owner: WebhookOwnerName,
  webhook: string,
  delivery: string,
): Promise<FormState<{ state: "delivered" | "failed" | "waiting" }>> {
  const sent = await redeliverWebhook(await requireUser(), { owner, webhook, delivery });
  revalidatePath("/", "layout");
  return sent.ok ? done(sent.value) : refused(sent.error, "Not sent.");
}

function valuesOf(form: FormData) {
  return {
    url: text(form, "url"),
    description: text(form, "description"),
    active: form.has("active"),
    events: form.getAll("events").filter((event) => typeof event === "string"),
  };
}
