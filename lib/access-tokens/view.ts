import { and, eq, gt, isNull, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db, type Executor } from "@/db/client";
import { accessTokens, type endReason } from "@/db/schema/access-tokens";
import { users } from "@/db/schema/users";
import type { Resource } from "../authorization/principal";
import type { ResourceKind } from "../authorization/scopes";

/** What a page or command may know of a token. There is no way from here to its secret. */
export type AccessTokenView = {
  id: string;
  kind: ResourceKind;
  name: string;
  scopes: string[];
  /** Where it may come from; null: anywhere. */
  addresses: string[] | null;
  addressMode: "enforce" | "watch";
  /** Where it may push; null: anywhere its scopes allow. */
  refs: string[] | null;
  botId: string;
  state: "active" | "expired" | "revoked";
  createdAt: Date;
  /** A person's name; null: the command line. */
  createdBy: string | null;
  adoptedAt: Date | null;
  adoptedBy: string | null;
  replacedAt: Date | null;
  /** Null: never. */
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** A person's name; null: nobody, see `endReason`. */
  revokedBy: string | null;
  endReason: (typeof endReason.enumValues)[number] | null;
  lastUsedAt: Date | null;
};

const creator = alias(users, "creator");
const adopter = alias(users, "adopter");
const revoker = alias(users, "revoker");

/** Selects views; the caller adds the owner to the condition. */
export function selectTokenViews(executor: Executor = db()) {
  return executor
    .select({
      id: accessTokens.id,
      kind: accessTokens.kind,
      name: accessTokens.name,
      scopes: accessTokens.scopes,
      addresses: accessTokens.addresses,
      addressMode: accessTokens.addressMode,
      refs: accessTokens.refs,
      botId: accessTokens.botId,
      createdAt: accessTokens.createdAt,
      createdBy: creator.name,
      adoptedAt: accessTokens.adoptedAt,
      adoptedBy: adopter.name,
      replacedAt: accessTokens.replacedAt,
      expiresAt: accessTokens.expiresAt,
      revokedAt: accessTokens.revokedAt,
      revokedBy: revoker.name,
      endReason: accessTokens.endReason,
      lastUsedAt: accessTokens.lastUsedAt,
    })
    .from(accessTokens)
    .leftJoin(creator, eq(creator.id, accessTokens.createdBy))
    .leftJoin(adopter, eq(adopter.id, accessTokens.adoptedBy))
    .leftJoin(revoker, eq(revoker.id, accessTokens.revokedBy))
    .$dynamic();
}

type ViewRow = Omit<AccessTokenView, "state">;

export function toView(row: ViewRow, now = new Date()): AccessTokenView {
  const expired = row.expiresAt !== null && row.expiresAt <= now;
  return { ...row, state: row.revokedAt ? "revoked" : expired ? "expired" : "active" };
}

/** The condition that a token opens something: it is neither revoked nor expired. */
export function isLive(now: Date) {
  return and(isNull(accessTokens.revokedAt), or(isNull(accessTokens.expiresAt), gt(accessTokens.expiresAt, now)));
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
