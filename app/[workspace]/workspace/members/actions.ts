"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, failed, refused, text } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import type { Result } from "@/lib/errors";
import { type AddedMember, addMember } from "@/lib/memberships/add";
import { changeMember } from "@/lib/memberships/change";
import { roleSchema } from "@/lib/memberships/input";
import { withdrawInvitation } from "@/lib/memberships/invitations";
import { removeMember } from "@/lib/memberships/remove";

export async function addMemberAction(
  workspace: string,
  _: FormState<AddedMember>,
  form: FormData,
): Promise<FormState<AddedMember>> {
  const caller = await requireUser();
  const role = roleSchema.safeParse(text(form, "role"));
  if (!role.success) return { status: "failed", fields: { role: ["Choose a role."] }, message: null };
  const added = await addMember(caller, { workspace, email: text(form, "email"), role: role.data });
  if (!added.ok) return failed(added.error, "Not added.");
  revalidatePath("/", "layout");
  return done(added.value);
}

export async function changeMemberAction(
  workspace: string,
  userId: string,
  role: "member" | "admin",
): Promise<FormState> {
  return answer(await changeMember(await requireUser(), { workspace, userId, role }), "Not changed.");
}

export async function removeMemberAction(workspace: string, userId: string): Promise<FormState> {
  return answer(await removeMember(await requireUser(), { workspace, userId }), "Not removed.");
}

export async function withdrawInvitationAction(workspace: string, id: string): Promise<FormState> {
  return answer(await withdrawInvitation(await requireUser(), { workspace, id }), "Not withdrawn.");
}

/** Also where it was refused, the list may have changed: it's read anew. */
function answer(result: Result<null>, undone: string): FormState {
  revalidatePath("/", "layout");
  return result.ok ? done(null) : refused(result.error, undone);
}
