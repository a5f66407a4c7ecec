import {
  assignableScopes,
  effectiveScopes,
  type ResourceKind,
  type Scope,
  scopeDefinition,
} from "@/lib/authorization/scopes";

/** What a token holds of one group. */
export type ScopeChip = {
  group: string;
  levels: { level: string; scope: Scope }[];
  /** Where the group is held only through another scope: which one, "Pull requests: Write". */
  includedIn: string | null;
  strong: boolean;
};

/**
 * What a set of scopes amounts to: one chip for each group, in table order, those that want care first. A level that
 * another one of its group includes is left out.
 */
export function scopeChips(held: readonly string[]): ScopeChip[] {
  const effective = effectiveScopes(held);
  const groups = [...new Set(effective.map((scope) => scopeDefinition(scope).group))];
  const chips = groups.map((group): ScopeChip => {
    const ofGroup = effective.filter((scope) => scopeDefinition(scope).group === group);
    const shown = ofGroup.filter((scope) => !ofGroup.some((other) => scopeDefinition(other).implies.includes(scope)));
    const last = shown.at(-1);
    return {
      group,
      levels: shown.map((scope) => ({ level: scopeDefinition(scope).level, scope })),
      includedIn: ofGroup.some((scope) => held.includes(scope)) || !last ? null : includedIn(last, held),
      strong: shown.some((scope) => scopeDefinition(scope).strong === true),
    };
  });
  return [...chips.filter((chip) => chip.strong), ...chips.filter((chip) => !chip.strong)];
}

/** Whether the set comes to everything that a token of this kind may hold. */
export function holdsEveryScope(kind: ResourceKind, held: readonly string[]): boolean {
  const effective = effectiveScopes(held);
  return assignableScopes(kind).every((scope) => effective.includes(scope));
}

/** Which of the chosen scopes includes this one, the first in table order; null where none does. */
export function includedIn(scope: Scope, chosen: readonly string[]): string | null {
  const cause = effectiveScopes(chosen).find(
    (other) => chosen.includes(other) && scopeDefinition(other).implies.includes(scope),
  );
  return cause ? scopeTitle(cause) : null;
}

function scopeTitle(scope: Scope): string {
  const { group, level } = scopeDefinition(scope);
  return `${group}: ${level}`;
}
