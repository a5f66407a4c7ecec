"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, refused, text } from "@/app/_forms/form-state";
import { mutedKinds } from "@/app/_notices/muted-kinds";
import { requireUser } from "@/app/_session/caller";
import { sendTestMail } from "@/lib/notices/test-mail";
import {
  deleteNoticeWebhook,
  renewNoticeWebhookSecret,
  saveNoticeWebhook,
  testNoticeWebhook,
} from "@/lib/notices/webhook";

/** What signs the notices, where it was made just now: it's in this answer and nowhere else. */
export type ShownSecret = { secret: string | null };

export async function saveWebhookAction(
  workspace: string,
  _: FormState<ShownSecret>,
  form: FormData,
): Promise<FormState<ShownSecret>> {
  const input = { workspace, url: text(form, "url"), mutedKinds: mutedKinds(form) };
  const saved = await saveNoticeWebhook(await requireUser(), input);
  if (!saved.ok) return failed(saved.error);
  revalidatePath("/", "layout");
  return done(saved.value);
}

export async function renewSecretAction(workspace: string): Promise<FormState<ShownSecret>> {
  const renewed = await renewNoticeWebhookSecret(await requireUser(), { workspace });
  return renewed.ok ? done(renewed.value) : refused(renewed.error, "Not renewed.");
}

export async function deleteWebhookAction(workspace: string): Promise<FormState> {
  const deleted = await deleteNoticeWebhook(await requireUser(), { workspace });
  revalidatePath("/", "layout");
  return deleted.ok ? done(null) : refused(deleted.error, "Not deleted.");
}

export async function testWebhookAction(workspace: string): Promise<FormState> {
  const tested = await testNoticeWebhook(await requireUser(), { workspace });
  return tested.ok ? done(null) : refused(tested.error, "The test failed.");
}

export async function testMailAction(workspace: string): Promise<FormState> {
  const sent = await sendTestMail(await requireUser(), { workspace });
  return sent.ok ? done(null) : refused(sent.error, "Not sent.");
}
