import type { Scope } from "@/lib/authorization/scopes";
import { assignableScopes, type ResourceKind } from "@/lib/authorization/scopes";
import type { TokenPreset } from "@/lib/token-presets/preset";
import type { ExpiryOption } from "./expiry-choice";
import { emptyGrant, type GrantDraft } from "./grant-draft";

export type Prefill = {
  name: string;
  presetId: string | null;
  grant: GrantDraft;
  /** Whether the page's address asked for any of it. */
  byLink: boolean;
  /** What it asked for and can't be had here, in sentences. */
  missing: string[];
};

/** What the form begins with. A link fills it in and issues nothing. */
export function prefillOf(
  parameters: Record<string, string | string[] | undefined>,
  presets: readonly TokenPreset[],
  kind: ResourceKind,
): Prefill {
  const { preset: wanted, name, scopes } = texts(parameters);
  const preset = presets.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted?.toLowerCase());
  const asked = (scopes ?? "").split(/[\s,]+/).filter((scope) => scope !== "");
  const grant = preset ? presetGrant(preset, kind) : emptyGrant;
  const known = assignableScopes(kind);
  const lacking = [...(preset?.scopes ?? []), ...asked].filter((scope) => !known.some((each) => each === scope));
  return {
    name: name?.slice(0, 100) ?? "",
    presetId: preset?.id ?? null,
    grant: { ...grant, scopes: known.filter((scope) => grant.scopes.includes(scope) || asked.includes(scope)) },
    byLink: wanted !== undefined || name !== undefined || scopes !== undefined,
    missing: [
      ...(wanted !== undefined && !preset ? [`There is no preset called ${wanted}.`] : []),
      ...[...new Set(lacking)].map((scope) => `A ${kind} token can’t hold ${scope}.`),
    ],
  };
}

/** The form as a preset fills it in. What a token of the kind can't hold is left out. */
export function presetGrant(preset: TokenPreset, kind: ResourceKind): GrantDraft {
  const option: ExpiryOption = preset.lifetimeDays === null ? "never" : `${preset.lifetimeDays}`;
  return {
    ...emptyGrant,
    scopes: assignableScopes(kind).filter((scope: Scope) => preset.scopes.includes(scope)),
    expiry: { option, date: "" },
    addresses: preset.addresses?.join("\n") ?? "",
    refs: preset.refs?.join("\n") ?? "",
  };
}

/** Parameters of an address, each once and of a sensible length. */
function texts(parameters: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => {
      const text = Array.isArray(value) ? value[0] : value;
      return [key, text?.trim().slice(0, 500)];
    }),
  );
}
