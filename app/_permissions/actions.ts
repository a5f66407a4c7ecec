"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, refused, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import type { Result } from "@/lib/errors";
import { givePermission } from "@/lib/permissions/give";
import { type Permission, permissionSchema } from "@/lib/permissions/input";
import { takePermission } from "@/lib/permissions/take";
import type { PermissionSubject } from "./subject";

type Resource = PermissionSubject["resource"];

export async function givePermissionAction(resource: Resource, _: FormState, form: FormData): Promise<FormState> {
  const permission = permissionSchema.safeParse(text(form, "permission"));
  if (!permission.success) return { status: "failed", fields: { permission: ["Choose a permission."] }, message: null };
  return changePermissionAction(resource, text(form, "userId"), permission.data);
}

export async function changePermissionAction(
  resource: Resource,
  userId: string,
  permission: Permission,
): Promise<FormState> {
  return answer(await givePermission(await requireUser(), { resource, userId, permission }), "Not given.");
}

export async function takePermissionAction(resource: Resource, userId: string): Promise<FormState> {
  return answer(await takePermission(await requireUser(), { resource, userId }), "Not taken.");
}

/** Also where it was refused, the list may have changed: it's read anew. */
function answer(result: Result<null>, undone: string): FormState {
  revalidatePath("/", "layout");
  return result.ok ? done(null) : refused(result.error, undone);
}
