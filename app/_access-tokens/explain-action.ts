"use server";
import { done, type FormState, failed, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import { explainAccessToken } from "@/lib/access-tokens/explain";
import { findTokenOperation } from "@/lib/access-tokens/token-operations";
import type { ResourceName } from "@/lib/resource-name";
import { parseTarget } from "./explain-target";

export type ExplainedForm = { allowed: boolean; status: number; reason: string; conditions: string[] };

export async function explainToken(
  resource: ResourceName,
  id: string,
  _: FormState<ExplainedForm>,
  form: FormData,
): Promise<FormState<ExplainedForm>> {
  const caller = await requireUser();
  const operation = text(form, "operation");
  const on = findTokenOperation(operation)?.on ?? null;
  const target = on === null ? null : parseTarget(text(form, "target"), on, resource.workspace);
  const explained = await explainAccessToken(caller, { resource, id, operation, target });
  if (!explained.ok) return failed(explained.error, "Not explained.");
  const { verdict, reason, conditions } = explained.value;
  return done({ allowed: verdict.allowed, status: verdict.status, reason, conditions });
}
