import { and, eq, inArray } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { users } from "@/db/schema/users";
import type { KnownAuthor } from "../access-tokens/authors";
import type { Actor } from "./actor";

/**
 * What is told of actors, by id: tokens of the workspace, revoked ones included, and people. Give ids of people that the
 * workspace's own rows name, and no others: a person who has left keeps their name on what they did.
 */
export async function findActors(
  workspaceId: string,
  actors: readonly Actor[],
  executor: Executor = db(),
): Promise<Map<string, KnownAuthor>> {
  const ids = (kind: Actor["kind"]) => [
    ...new Set(actors.filter((actor) => actor.kind === kind).map((actor) => actor.id)),
  ];
  const tokens = await tokensOf(executor, workspaceId, ids("access_token"));
  const people = await peopleOf(executor, ids("user"));
  return new Map([...tokens, ...people].map((known) => [known.id, known]));
}

async function tokensOf(executor: Executor, workspaceId: string, ids: readonly string[]): Promise<KnownAuthor[]> {
  if (ids.length === 0) return [];
  const rows = await executor
    .select({
      id: accessTokens.id,
      name: accessTokens.name,
      tokenKind: accessTokens.kind,
      createdAt: accessTokens.createdAt,
      revokedAt: accessTokens.revokedAt,
    })
    .from(accessTokens)
    .where(and(eq(accessTokens.workspaceId, workspaceId), inArray(accessTokens.id, ids)));
  return rows.map(({ revokedAt, ...token }) => ({ kind: "access_token", ...token, active: revokedAt === null }));
}

async function peopleOf(executor: Executor, ids: readonly string[]): Promise<KnownAuthor[]> {
  if (ids.length === 0) return [];
  const rows = await executor
    .select({ id: users.id, name: users.name, createdAt: users.createdAt })
    .from(users)
    .where(inArray(users.id, ids));
  return rows.map((person) => ({ kind: "user", ...person }));
}
