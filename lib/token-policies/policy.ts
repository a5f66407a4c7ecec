import { z } from "zod";
import { daysAfter, longestExpiryDays } from "../access-tokens/expiry";
import { isScope, scopeDefinition } from "../authorization/scopes";

const allowance = z
  .number()
  .int("Use a whole number.")
  .min(1, "Use at least 1, or switch the limit off.")
  .max(100_000_000, "Use at most 100,000,000.")
  .nullable();

/** What a workspace demands of its tokens. */
export const TokenPolicySchema = z
  .object({
    longestLifetimeDays: z
      .number()
      .int("Use a whole number of days.")
      .min(1, "Use at least 1 day.")
      .max(longestExpiryDays, `Use at most ${longestExpiryDays.toLocaleString("en")} days.`)
      .nullable(),
    neverExpiresAllowed: z.boolean(),
    strongScopesExpire: z.boolean(),
    repositoryAdminsMayIssue: z.boolean(),
    apiRequestsPerHour: allowance,
    gitRequestsPerHour: allowance,
    refusesPushedSecrets: z.boolean(),
  })
  .strict();
export type TokenPolicy = z.infer<typeof TokenPolicySchema>;

/** Where a workspace has chosen nothing. */
export const defaultPolicy: TokenPolicy = {
  longestLifetimeDays: null,
  neverExpiresAllowed: true,
  strongScopesExpire: false,
  repositoryAdminsMayIssue: true,
  apiRequestsPerHour: 1_000,
  gitRequestsPerHour: 60_000,
  refusesPushedSecrets: true,
};

/** Why a token may not have this expiry under the policy, or null. */
export function policyProblem(
  policy: TokenPolicy,
  token: { scopes: readonly string[]; expiresAt: Date | null },
  now: Date,
): string | null {
  if (token.expiresAt === null) {
    if (!policy.neverExpiresAllowed) return "This workspace asks every token to expire. Choose when.";
    if (policy.strongScopesExpire && holdsStrongScope(token.scopes)) {
      return "This workspace asks tokens with admin or delete scopes to expire. Choose when.";
    }
    return policy.longestLifetimeDays === null ? null : tooLong(policy.longestLifetimeDays);
  }
  const { longestLifetimeDays: days } = policy;
  return days !== null && token.expiresAt > daysAfter(now, days) ? tooLong(days) : null;
}

export function holdsStrongScope(scopes: readonly string[]): boolean {
  return scopes.some((scope) => isScope(scope) && scopeDefinition(scope).strong);
}

function tooLong(days: number): string {
  return `This workspace allows ${days.toLocaleString("en")} ${days === 1 ? "day" : "days"} at most. Choose an earlier end.`;
}
