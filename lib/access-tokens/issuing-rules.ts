import { z } from "zod";
import { ok } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, ResourceName } from "../resource-name";
import { findTokenPolicy } from "../token-policies/find";
import type { TokenPolicy } from "../token-policies/policy";
import { issuingRefusal } from "./may-issue";

/** What the workspace demands of a token's end, and why the caller may not issue here at all; null: they may. */
export type IssuingRules = Pick<TokenPolicy, "longestLifetimeDays" | "neverExpiresAllowed" | "strongScopesExpire"> & {
  refusal: string | null;
};

/** What whoever is about to issue or replace a token of the resource has to know beforehand. */
export const getIssuingRules = operation({
  name: "access_tokens.get_issuing_rules",
  scope: "access_token:write",
  input: z.object({ resource: ResourceName }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ caller, found }) => {
    const policy = await findTokenPolicy(found.workspace.id);
    const { longestLifetimeDays, neverExpiresAllowed, strongScopesExpire } = policy;
    const rules: IssuingRules = {
      longestLifetimeDays,
      neverExpiresAllowed,
      strongScopesExpire,
      refusal: issuingRefusal(policy, caller, found),
    };
    return ok(rules);
  },
});
