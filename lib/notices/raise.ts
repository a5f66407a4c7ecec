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

const batch = 1_000;

/** Tells the admins of each token's resource, once for each event, if the transaction commits. */
export async function raiseNotice(tx: Executor, ...raised: NewNotice[]): Promise<void> {
  // PostgreSQL takes 65,535 values in one statement.
  for (let from = 0; from < raised.length; from += batch) {
    const added = await tx
      .insert(notices)
      .values(raised.slice(from, from + batch).map((notice) => ({ id: newId(), ...notice })))
      .onConflictDoNothing()
      .returning({ noticeId: notices.id, workspaceId: notices.workspaceId });
    await addJobs(tx, "deliver_notice", ...added.map((payload) => ({ payload })));
  }
}
