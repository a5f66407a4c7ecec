"use client";
import type { ResourceKind, Scope } from "@/lib/authorization/scopes";
import type { ExpiryOffer } from "./expiry-choice";
import { ExpiryField } from "./expiry-field";
import type { GrantDraft } from "./grant-draft";
import { LimitsFields } from "./limits-fields";
import { ScopePicker } from "./scope-picker";

export type GrantField = "expiry" | "scopes" | "addresses" | "refs";

/** When a token ends, what it may do, and within which limits: for one that is created and for one that is replaced. */
export function GrantFields({
  kind,
  available,
  grant,
  offer,
  onChange,
  errors,
  hints,
  seen = [],
}: {
  kind: ResourceKind;
  /** The scopes that may be chosen; all of the kind where it isn't said. */
  available?: readonly Scope[];
  grant: GrantDraft;
  offer: ExpiryOffer;
  onChange: (change: (before: GrantDraft) => GrantDraft, field: GrantField) => void;
  errors: Record<string, string[]>;
  hints: { addresses: string; refs: string };
  seen?: readonly string[];
}) {
  return (
    <>
      <ExpiryField
        choice={grant.expiry}
        offer={offer}
        onChange={(expiry) => onChange((before) => ({ ...before, expiry }), "expiry")}
        error={errors.expiry}
      />
      <ScopePicker
        kind={kind}
        available={available}
        chosen={grant.scopes}
        onToggle={(scope) => onChange((before) => ({ ...before, scopes: toggled(before.scopes, scope) }), "scopes")}
        error={errors.scopes?.[0]}
      />
      <LimitsFields
        limits={grant}
        onChange={(change, field) => onChange((before) => ({ ...before, ...change }), field)}
        errors={errors}
        addressHint={hints.addresses}
        refHint={hints.refs}
        seen={seen}
      />
    </>
  );
}

function toggled(chosen: readonly Scope[], scope: Scope): Scope[] {
  return chosen.includes(scope) ? chosen.filter((other) => other !== scope) : [...chosen, scope];
}
