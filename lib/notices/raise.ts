import type { Executor } from "@/db/client";
import { notices } from "@/db/schema/notices";
import { addJobs } from "../chores/queue";
import { newId } from "../ids";
import type { NoticeKind } from "./kinds";

export type NewNotice = {
  workspaceId: string;
  accessTokenId: string;
  kind: NoticeKind;
  /** What makes the event one: however many processes see it, there is one notice. */
  eventKey: string;
  details: Record<string, unknown>;
  at: Date;
};

/** Tells the admins of the token's resource, once for each event, if the transaction commits. */
export async function raiseNotice(tx: Executor, ...raised: NewNotice[]): Promise<void> {
  if (raised.length === 0) return;
  const added = await tx
    .insert(notices)
    .values(raised.map((notice) => ({ id: newId(), ...notice })))
    .onConflictDoNothing()
    .returning({ noticeId: notices.id, workspaceId: notices.workspaceId });
  await addJobs(tx, "deliver_notice", ...added.map((payload) => ({ payload })));
}
