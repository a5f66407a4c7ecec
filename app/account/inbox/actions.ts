"use server";
import { revalidatePath } from "next/cache";
import { done, type FormState, refused } from "@/app/_forms/form-state";
import { requireUser } from "@/app/_session/caller";
import type { Result } from "@/lib/errors";
import { markAllNotices, markNotice } from "@/lib/notices/inbox";

export async function markAction(id: string, read: boolean): Promise<FormState> {
  return answer(await markNotice(await requireUser(), { id, read }));
}

export async function markAllAction(): Promise<FormState> {
  return answer(await markAllNotices(await requireUser(), {}));
}

/** The bell stands on every page. */
function answer(result: Result<null>): FormState {
  revalidatePath("/", "layout");
  return result.ok ? done(null) : refused(result.error, "Not marked.");
}
