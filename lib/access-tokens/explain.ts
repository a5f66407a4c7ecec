import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { accessTokens } from "@/db/schema/access-tokens";
import { explain, type Verdict } from "../authorization/explain";
import { conditionWords, verdictWords } from "../authorization/explain-words";
import { fail, invalid, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, ResourceName } from "../resource-name";
import { findTokenOperation } from "./token-operations";
import { ownedBy, selectTokenViews, toView } from "./view";

export type Explanation = {
  token: { id: string; name: string };
  operation: string;
  verdict: Verdict;
  /** Why, for people. */
  reason: string;
  /** What must hold besides, for people. */
  conditions: string[];
};

/**
 * Whether a token may do something, and the rule that decides, without its secret. What lies outside its reach is told
 * no better than to the token itself: whether it exists can't be learned from here.
 */
export const explainAccessToken = operation({
  name: "access_tokens.explain",
  scope: "access_token",
  input: z.object({
    resource: ResourceName,
    id: z.uuid(),
    operation: z.string(),
    /** What the operation is asked of; null where that doesn't matter. */
    target: ResourceName.nullable(),
  }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ input, found }): Promise<Result<Explanation>> => {
    const asked = findTokenOperation(input.operation);
    if (!asked) return invalid("operation", "There is no such operation.");
    const { on } = asked;
    if (on !== null && input.target?.kind !== on) return invalid("target", `Name a ${on}.`);
    const [row] = await selectTokenViews().where(and(ownedBy(found.resource), eq(accessTokens.id, input.id)));
    if (!row) return fail({ code: "not_found", what: "other", name: input.id });
    const token = toView(row);
    const target = on === null || !input.target ? null : input.target;
    const verdict = explain(
      { owner: found.resource, scopes: token.scopes, limits: token, state: token.state },
      asked.asked,
      target && ((await findResource(target))?.resource ?? null),
    );
    return ok({
      token: { id: token.id, name: token.name },
      operation: input.operation,
      verdict,
      reason: verdictWords(verdict, { scopes: token.scopes, resource: target && labelOf(target) }),
      conditions: verdict.conditions.map(conditionWords),
    });
  },
});

function labelOf(name: ResourceName): string {
  switch (name.kind) {
    case "workspace":
      return name.workspace;
    case "project":
      return `${name.workspace}/${name.project}`;
    case "repository":
      return `${name.workspace}/${name.repository}`;
  }
}
