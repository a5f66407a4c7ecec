import { z } from "zod";
import { longestExpiryDays } from "../access-tokens/expiry";
import { addressesSchema, refsSchema, scopesSchema } from "../access-tokens/token-input";
import type { Scope } from "../authorization/scopes";
import { nameSchema } from "../names";

/** A choice that is prepared for the form. Nothing is issued by one. */
export type TokenPreset = {
  /** A UUID, or a name of its own for one that comes with Latchkey. */
  id: string;
  name: string;
  builtIn: boolean;
  /** Of all kinds of tokens; the form leaves out what the token at hand can't hold. */
  scopes: string[];
  /** Null: never expires. */
  lifetimeDays: number | null;
  /** Null: any. */
  addresses: string[] | null;
  /** Null: any. */
  refs: string[] | null;
};

/** What a workspace's admin saves. A workspace's token may hold every scope that there is for tokens. */
export const TokenPresetSchema = z.object({
  name: nameSchema,
  scopes: scopesSchema("workspace"),
  lifetimeDays: z
    .number("Choose when it expires.")
    .int("Use a whole number of days.")
    .min(1, "Use at least 1 day.")
    .max(longestExpiryDays, `Use at most ${longestExpiryDays.toLocaleString("en")} days.`)
    .nullable(),
  addresses: addressesSchema.nullable(),
  refs: refsSchema.nullable(),
});

type BuiltIn = Pick<TokenPreset, "id" | "name" | "lifetimeDays" | "refs"> & { scopes: Scope[] };

const table: BuiltIn[] = [
  { id: "read-only-ci", name: "Read-only CI", scopes: ["repository"], lifetimeDays: 365, refs: null },
  { id: "pushing-ci", name: "CI that pushes", scopes: ["repository:write"], lifetimeDays: 90, refs: null },
  {
    id: "dependency-bot",
    name: "Dependency bot",
    scopes: ["pullrequest:write"],
    lifetimeDays: 90,
    refs: ["renovate/*", "dependabot/*"],
  },
  {
    id: "release-bot",
    name: "Release bot",
    scopes: ["repository:write"],
    lifetimeDays: 90,
    refs: ["release/*", "refs/tags/*"],
  },
  { id: "webhook-manager", name: "Webhook manager", scopes: ["webhook"], lifetimeDays: 90, refs: null },
];

/** Those that come with Latchkey. */
export const builtInPresets: readonly TokenPreset[] = table.map((preset) => ({
  ...preset,
  builtIn: true,
  addresses: null,
}));
