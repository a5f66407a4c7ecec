import { anyScope } from "./can";
import type { Condition, Verdict } from "./explain";

/** The verdict in sentences. `resource` is what was asked for, as the one who asks named it. */
export function verdictWords(
  verdict: Verdict,
  { scopes, resource }: { scopes: readonly string[]; resource: string | null },
): string {
  switch (verdict.rule) {
    case "revoked":
      return "The token is revoked: every request with it is answered as one with an unknown token.";
    case "expired":
      return "The token has expired: every request with it is answered as one with an unknown token.";
    case "closed":
      return "This is closed to access tokens, whatever their scopes.";
    case "outside":
      return `${resource ?? "That"} lies outside the token’s reach, or isn’t there. The answer is the same for both.`;
    case "scope_missing":
      return `This takes ${nameOf(verdict.scope)}. The token has ${scopes.join(", ")}.`;
    case "own":
      return "Every token may ask this about itself.";
    case "no_scope_needed":
      return "This takes no certain scope: it is enough that what is asked for lies in the token’s reach.";
    case "scope_held":
      return `This takes ${verdict.scope}, which the token has.`;
    case "scope_included":
      return `This takes ${verdict.scope}, which ${verdict.through} includes.`;
  }
}

export function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case "addresses":
      return condition.mode === "enforce"
        ? `Only from ${condition.addresses.join(", ")}. From elsewhere it is answered as an unknown token.`
        : `From outside ${condition.addresses.join(", ")} it is let in too, and noted.`;
    case "refs":
      return `Only to refs that match ${condition.refs.join(", ")}.`;
    case "parts":
      return "The list shows what lies in the token’s reach and nothing else.";
  }
}

function nameOf(scope: string): string {
  return scope === anyScope ? "any scope" : scope;
}
