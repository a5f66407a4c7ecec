import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db, type Executor } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { users } from "@/db/schema/users";
import type { Resource } from "../authorization/principal";
import type { ResourceKind } from "../authorization/scopes";

/** What a page or command may know of a token. There is no way from here to its secret. */
export type AccessTokenView = {
  id: string;
  kind: ResourceKind;
  name: string;
  scopes: string[];
  botId: string;
  state: "active" | "revoked";
  createdAt: Date;
  /** A person's name; null: the command line. */
  createdBy: string | null;
  revokedAt: Date | null;
  /** A person's name; null: the command line. */
  revokedBy: string | null;
  lastUsedAt: Date | null;
};

const creator = alias(users, "creator");
const revoker = alias(users, "revoker");

/** Selects views; the caller adds the owner to the condition. */
export function selectTokenViews(executor: Executor = db()) {
  return executor
    .select({
      id: accessTokens.id,
      kind: accessTokens.kind,
      name: accessTokens.name,
      scopes: accessTokens.scopes,
      botId: accessTokens.botId,
      createdAt: accessTokens.createdAt,
      createdBy: creator.name,
      revokedAt: accessTokens.revokedAt,
      revokedBy: revoker.name,
      lastUsedAt: accessTokens.lastUsedAt,
    })
    .from(accessTokens)
    .leftJoin(creator, eq(creator.id, accessTokens.createdBy))
    .leftJoin(revoker, eq(revoker.id, accessTokens.revokedBy))
    .$dynamic();
}

type ViewRow = Omit<AccessTokenView, "state">;

export function toView(row: ViewRow): AccessTokenView {
  return { ...row, state: row.revokedAt ? "revoked" : "active" };
}

/** The condition that a token belongs to exactly this resource, not to one beneath it. */
export function ownedBy(resource: Exclude<Resource, { kind: "instance" }>) {
  const ofKind = and(eq(accessTokens.workspaceId, resource.workspaceId), eq(accessTokens.kind, resource.kind));
  switch (resource.kind) {
    case "workspace":
      return ofKind;
    case "project":
      return and(ofKind, eq(accessTokens.projectId, resource.projectId));
    case "repository":
      return and(ofKind, eq(accessTokens.repositoryId, resource.repositoryId));
  }
}
