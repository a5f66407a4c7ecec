import { and, desc, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, ResourceName } from "../resource-name";
import { findTokenPolicy } from "../token-policies/find";
import { countOf, filterCondition, nameCondition, orderOf, stateCondition } from "./filters";
import { listFields, sortOf, tokensPerPage } from "./list-input";
import { type AccessTokenView, ownedBy, selectTokenViews, toView } from "./view";

export type AccessTokenPage = {
  tokens: AccessTokenView[];
  counts: { active: number; inactive: number };
  /** How many match the state, the filter and the search, over all pages. */
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
    ...listFields,
    /** A token to put before all others: one that was just issued has no use to be sorted by. */
    first: z.uuid().optional(),
  }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ input, found }): Promise<Result<AccessTokenPage>> => {
    const owned = ownedBy(found.resource);
    const now = new Date();
    const context = { workspaceId: found.workspace.id, policy: await findTokenPolicy(found.workspace.id), now };
    const matches = and(
      stateCondition(input.state, now),
      input.filter && filterCondition(input.filter, context),
      nameCondition(input.search),
    );

    // One pass over the resource's tokens for all three.
    const [counts] = await db()
      .select({
        active: countOf(stateCondition("active", now)),
        inactive: countOf(stateCondition("inactive", now)),
        matching: countOf(matches),
      })
      .from(accessTokens)
      .where(owned);
    const { active, inactive, matching } = counts ?? { active: 0, inactive: 0, matching: 0 };
    const pageCount = Math.max(1, Math.ceil(matching / tokensPerPage));
    const page = Math.min(input.page, pageCount);
    const first: SQL[] = input.first ? [desc(sql`${accessTokens.id} = ${input.first}`)] : [];
    const rows = await selectTokenViews()
      .where(and(owned, matches))
      .orderBy(...first, ...orderOf(sortOf(input)))
      .limit(tokensPerPage)
      .offset((page - 1) * tokensPerPage);
    const tokens = rows.map((row) => toView(row, now));
    return ok({ tokens, counts: { active, inactive }, matching, page, pageCount });
  },
});
