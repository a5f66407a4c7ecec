import { and, eq, inArray, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import type { ResourceKind } from "../authorization/scopes";
import { botIdOfEmail } from "./bot";

export type KnownAuthor =
  | { kind: "access_token"; id: string; name: string; tokenKind: ResourceKind; createdAt: Date; active: boolean }
  | { kind: "user"; id: string; name: string; createdAt: Date };

/**
 * Who is behind the addresses of commits, by address: tokens of the workspace, revoked ones included, and its members.
 * Only those: a commit can claim any address, and must not tell who has an account elsewhere.
 */
export async function authorsByEmail(
  workspaceId: string,
  emails: readonly string[],
  executor: Executor = db(),
): Promise<Map<string, KnownAuthor>> {
  const distinct = [...new Set(emails)];
  const botIds = distinct.flatMap((email) => botIdOfEmail(email) ?? []);
  const others = distinct.filter((email) => botIdOfEmail(email) === null);
  // One after the other: a transaction has a single connection.
  const tokens = await tokensOf(executor, workspaceId, botIds);
  const people = await membersOf(executor, workspaceId, others);
  return new Map(
    distinct.flatMap((email): [string, KnownAuthor][] => {
      const author = tokens.get(botIdOfEmail(email) ?? "") ?? people.get(email.toLowerCase());
      return author ? [[email, author]] : [];
    }),
  );
}

async function tokensOf(
  executor: Executor,
  workspaceId: string,
  botIds: readonly string[],
): Promise<Map<string, KnownAuthor>> {
  if (botIds.length === 0) return new Map();
  const rows = await executor
    .select({
      id: accessTokens.id,
      botId: accessTokens.botId,
      name: accessTokens.name,
      kind: accessTokens.kind,
      createdAt: accessTokens.createdAt,
      revokedAt: accessTokens.revokedAt,
    })
    .from(accessTokens)
    .where(and(eq(accessTokens.workspaceId, workspaceId), inArray(accessTokens.botId, botIds)));
  return new Map(
    rows.map(({ id, botId, name, kind, createdAt, revokedAt }) => [
      botId,
      { kind: "access_token", id, name, tokenKind: kind, createdAt, active: revokedAt === null },
    ]),
  );
}

async function membersOf(
  executor: Executor,
  workspaceId: string,
  emails: readonly string[],
): Promise<Map<string, KnownAuthor>> {
  if (emails.length === 0) return new Map();
  const email = sql<string>`lower(${users.email})`;
  const rows = await executor
    .select({ id: users.id, email, name: users.name, createdAt: users.createdAt })
    .from(users)
    .innerJoin(memberships, and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, users.id)))
    .where(
      inArray(
        email,
        emails.map((each) => each.toLowerCase()),
      ),
    );
  return new Map(rows.map(({ id, email, name, createdAt }) => [email, { kind: "user", id, name, createdAt }]));
}
