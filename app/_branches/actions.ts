"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, refused, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import {
  createBranchRestriction,
  deleteBranchRestriction,
  updateBranchRestriction,
} from "@/lib/branch-restrictions/administer";
import { isRestrictionKind, restrictionKinds } from "@/lib/branch-restrictions/kinds";
import { branchKinds, branchTypes } from "@/lib/branching-models/model";
import { overrideBranchingModel, updateBranchingModelSettings } from "@/lib/branching-models/update";
import type { AppError } from "@/lib/errors";

type Names = { workspace: string; repository: string };

export async function createRestrictionAction(names: Names, _: FormState, form: FormData): Promise<FormState> {
  const created = await createBranchRestriction(await requireUser(), { ...names, ...restrictionOf(form) });
  if (!created.ok) return failed(inWords(created.error));
  revalidatePath("/", "layout");
  return done(null);
}

export async function updateRestrictionAction(
  names: Names,
  number: number,
  _: FormState,
  form: FormData,
): Promise<FormState> {
  const updated = await updateBranchRestriction(await requireUser(), { ...names, number, ...restrictionOf(form) });
  if (!updated.ok) return failed(inWords(updated.error));
  revalidatePath("/", "layout");
  return done(null);
}

export async function deleteRestrictionAction(names: Names, number: number): Promise<FormState> {
  const deleted = await deleteBranchRestriction(await requireUser(), { ...names, number });
  // The page that asked is gone with it: it leads elsewhere by itself.
  return deleted.ok ? done(null) : refused(deleted.error, "Not lifted.");
}

export async function updateModelAction(names: Names, _: FormState, form: FormData): Promise<FormState> {
  const updated = await updateBranchingModelSettings(await requireUser(), {
    ...names,
    development: branchOf(form, "development"),
    production: { enabled: form.has("production-enabled"), ...branchOf(form, "production") },
    kinds: branchKinds.map((kind) => ({
      kind,
      enabled: form.has(`${kind}-enabled`),
      prefix: text(form, `${kind}-prefix`).trim(),
    })),
    closesBranches: form.has("closesBranches"),
  });
  if (!updated.ok) return failed(updated.error);
  revalidatePath("/", "layout");
  return done(null);
}

export async function inheritModelAction(names: Names): Promise<FormState> {
  const inherited = await overrideBranchingModel(await requireUser(), { ...names, overrides: false });
  if (!inherited.ok) return refused(inherited.error, "Not changed.");
  revalidatePath("/", "layout");
  return done(null);
}

/** What a kind has no use for isn't sent: the fields of another kind may be filled still. */
function restrictionOf(form: FormData) {
  const kind = text(form, "kind");
  const uses = isRestrictionKind(kind) ? restrictionKinds[kind] : { counts: false, exempts: false };
  const branchType = branchTypes.find((type) => type === text(form, "branchType")) ?? null;
  const typed = text(form, "value").trim();
  return {
    kind,
    branchType,
    pattern: branchType === null ? text(form, "pattern").trim() : null,
    value: uses.counts && /^\d{1,9}$/.test(typed) ? Number(typed) : null,
    exempt: uses.exempts ? form.getAll("exempt").filter((name) => typeof name === "string") : [],
  };
}

/** Whom it doesn't know is told by their id, which says nothing to people. */
function inWords(error: AppError): AppError {
  if (error.code !== "invalid_request" || !error.fields.users) return error;
  return { ...error, fields: { ...error.fields, users: ["One of those you ticked is gone. Load the page again."] } };
}

/** Empty, the field means the main branch. */
function branchOf(form: FormData, field: string) {
  const name = text(form, field).trim();
  return name === "" ? { usesMainBranch: true } : { name, usesMainBranch: false };
}
