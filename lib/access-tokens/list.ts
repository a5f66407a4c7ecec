import { and, desc, ilike, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, ResourceName } from "../resource-name";
import { type AccessTokenView, isLive, ownedBy, selectTokenViews, toView } from "./view";

export const tokensPerPage = 50;

export type AccessTokenPage = {
  tokens: AccessTokenView[];
  counts: { active: number; inactive: number };
  /** How many match the state and the search, over all pages. */
  matching: number;
  page: number;
  pageCount: number;
};

/** The tokens that belong to the resource itself: the active by newest use, the inactive by newest end. */
export const listAccessTokens = operation({
  name: "access_tokens.list",
  scope: "access_token",
  input: z.object({
    resource: ResourceName,
    state: z.enum(["active", "inactive"]).default("active"),
    search: z.string().trim().max(200).default(""),
    /** A token to put before all others: one that was just issued has no use to be sorted by. */
    first: z.uuid().optional(),
    page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
  }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ input, found }): Promise<Result<AccessTokenPage>> => {
    const owned = ownedBy(found.resource);
    const now = new Date();
    const live = sql`(${isLive(now)})`;
    const ofState = input.state === "active" ? live : sql`not ${live}`;
    const matches = input.search === "" ? undefined : ilike(accessTokens.name, `%${escapeLike(input.search)}%`);

    // One pass over the resource's tokens for all three.
    const [counts] = await db()
      .select({
        active: countOf(live),
        inactive: countOf(sql`not ${live}`),
        matching: countOf(and(ofState, matches)),
      })
      .from(accessTokens)
      .where(owned);
    const { active, inactive, matching } = counts ?? { active: 0, inactive: 0, matching: 0 };
    const pageCount = Math.max(1, Math.ceil(matching / tokensPerPage));
    const page = Math.min(input.page, pageCount);
    const rows = await selectTokenViews()
      .where(and(owned, ofState, matches))
      .orderBy(
        ...(input.first ? [desc(sql`${accessTokens.id} = ${input.first}`)] : []),
        ...(input.state === "active"
          ? [sql`${accessTokens.lastUsedAt} desc nulls last`]
          : [desc(sql`coalesce(${accessTokens.revokedAt}, ${accessTokens.expiresAt})`)]),
        desc(accessTokens.id),
      )
      .limit(tokensPerPage)
      .offset((page - 1) * tokensPerPage);
    const tokens = rows.map((row) => toView(row, now));
    return ok({ tokens, counts: { active, inactive }, matching, page, pageCount });
  },
});

function countOf(condition: SQL | undefined) {
  return sql<number>`count(*) filter (where ${condition})::int`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
