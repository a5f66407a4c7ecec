import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { users } from "@/db/schema/users";
import { isLive } from "../access-tokens/view";
import { raiseNotice } from "./raise";

type Revoked = { id: string; createdBy: string | null; adoptedBy: string | null };

/** Raises the tokens that were revoked by somebody who doesn't answer for them. `by`: null for the command line. */
export async function raiseRevokedByOther(
  tx: Executor,
  { workspaceId, tokens, by, at }: { workspaceId: string; tokens: Revoked[]; by: string | null; at: Date },
): Promise<void> {
  const others = tokens.filter((token) => by === null || (token.adoptedBy ?? token.createdBy) !== by);
  const details = by === null ? {} : { by: await nameOf(tx, by), byUserId: by };
  const raised = others.map(({ id }) => ({
    workspaceId,
    accessTokenId: id,
    kind: "revoked_by_other" as const,
    eventKey: `revoked_by_other ${id}`,
    details,
    at,
  }));
  await raiseNotice(tx, ...raised);
}

/** Raises the live tokens that a member who has just been removed answered for. */
export async function raiseIssuerLeft(
  tx: Executor,
  { workspaceId, userId, at }: { workspaceId: string; userId: string; at: Date },
): Promise<void> {
  const tokens = await tx
    .select({ id: accessTokens.id })
    .from(accessTokens)
    .where(
      and(
        eq(accessTokens.workspaceId, workspaceId),
        eq(sql`coalesce(${accessTokens.adoptedBy}, ${accessTokens.createdBy})`, userId),
        isLive(at),
      ),
    );
  if (tokens.length === 0) return;
  const who = await nameOf(tx, userId);
  const raised = tokens.map(({ id }) => ({
    workspaceId,
    accessTokenId: id,
    kind: "issuer_left" as const,
    eventKey: `issuer_left ${id} ${at.toISOString()}`,
    details: { who },
    at,
  }));
  await raiseNotice(tx, ...raised);
}

async function nameOf(tx: Executor, userId: string): Promise<string | null> {
  const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId));
  return user?.name ?? null;
}
