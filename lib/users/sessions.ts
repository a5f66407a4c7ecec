import { eq, lt } from "drizzle-orm";
import { db } from "@/db/client";
import { endedSessions } from "@/db/schema/ended-sessions";
import { newId } from "../ids";

const longestSessionMs = 30 * 24 * 3_600_000;

/** What a session's cookie carries, sealed. */
export type Session = {
  id: string;
  userId: string;
  /** Of the account's password when the session began. */
  generation: number;
  /** When it began, in milliseconds. */
  startedAt: number;
};

export function newSession(userId: string, generation: number): Session {
  return { id: newId(), userId, generation, startedAt: Date.now() };
}

/** Whether the session is over: signed out of, or thirty days old, however much it's used. */
export async function isSessionOver(session: Session): Promise<boolean> {
  if (endOf(session).getTime() <= Date.now()) return true;
  return (await db().$count(endedSessions, eq(endedSessions.id, session.id))) > 0;
}

/** Signs out: the session's cookie opens nothing from now on, wherever a copy of it is. */
export async function endSession(session: Session): Promise<void> {
  await db().delete(endedSessions).where(lt(endedSessions.endsAt, new Date()));
  await db()
    .insert(endedSessions)
    .values({ id: session.id, endsAt: endOf(session) })
    .onConflictDoNothing();
}

function endOf(session: Session): Date {
  return new Date(session.startedAt + longestSessionMs);
}
