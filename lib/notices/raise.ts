import type { Executor } from "@/db/client";
import { notices } from "@/db/schema/notices";
import { newId } from "../ids";

export type NoticeKind =
  | "expires_soon"
  | "expired"
  | "unused"
  | "old_secret_used"
  | "leaked"
  | "revoked_by_other"
  | "policy_exceeded"
  | "issuer_left";

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
export async function raiseNotice(tx: Executor, notice: NewNotice): Promise<void> {
  await tx
    .insert(notices)
    .values({ id: newId(), ...notice })
    .onConflictDoNothing();
}
