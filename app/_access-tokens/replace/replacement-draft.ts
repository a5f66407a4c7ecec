import type { AccessTokenView } from "@/lib/access-tokens/view";
import { assignableScopes, effectiveScopes, isScope, type ResourceKind, type Scope } from "@/lib/authorization/scopes";
import type { ExpiryOption, LifetimeBound } from "../expiry-choice";
import { emptyGrant, type GrantDraft } from "../grant-draft";

type Replaced = Pick<AccessTokenView, "scopes" | "addresses" | "addressMode" | "refs">;

/** What the form begins with: all that the token holds, or of its scopes only those that were used. */
export function replacementDraft(
  token: Replaced,
  bound: LifetimeBound | null,
  used: readonly string[] | null,
): GrantDraft {
  return {
    ...emptyGrant,
    scopes: (used && used.length > 0 ? used : token.scopes).filter(isScope),
    expiry: { option: sameEnd(bound), date: "" },
    addresses: token.addresses?.join("\n") ?? "",
    addressMode: token.addressMode,
    refs: token.refs?.join("\n") ?? "",
  };
}

/** As long as the token was made for. */
function sameEnd(bound: LifetimeBound | null): ExpiryOption {
  if (bound === null) return "never";
  return bound.days < 1 ? "longest" : `${bound.days}`;
}

/** The scopes that a replacement may still hold: the token's, and what they include. */
export function keepableScopes({ kind, scopes }: { kind: ResourceKind; scopes: readonly string[] }): Scope[] {
  const effective = effectiveScopes(scopes);
  return assignableScopes(kind).filter((scope) => effective.includes(scope));
}
