import { z } from "zod";
import { assignableScopes, isScope, type ResourceKind, type Scope } from "../authorization/scopes";
import { nameSchema } from "../names";
import { parseRange } from "./addresses";
import { ExpiryInput } from "./expiry";
import { fullPattern } from "./push-refs";

/** What the form asks for, for a token of this kind. The form and the server check with the same schema. */
export function issueAccessTokenSchema(kind: ResourceKind) {
  return z.object({ name: nameSchema, ...grantFields(kind) });
}

/** The same without the name: what a replacement may change. */
export function replaceAccessTokenSchema(kind: ResourceKind) {
  return z.object(grantFields(kind));
}

function grantFields(kind: ResourceKind) {
  return {
    scopes: scopesSchema(kind),
    expiry: ExpiryInput.default("never"),
    addresses: addressesSchema.nullable().default(null),
    addressMode: z.enum(["enforce", "watch"]).default("enforce"),
    refs: refsSchema.nullable().default(null),
  };
}

export function scopesSchema(kind: ResourceKind) {
  const assignable = assignableScopes(kind);
  return (
    z
      .array(z.string())
      .transform((chosen) => [...new Set(chosen)])
      .refine((chosen) => chosen.length > 0, "Choose at least one scope.")
      .superRefine((chosen, context) => {
        for (const scope of chosen) {
          if (!isScope(scope)) context.addIssue(`There is no scope called ${scope}.`);
          else if (!assignable.includes(scope)) context.addIssue(`A ${kind} access token can’t hold ${scope}.`);
        }
      })
      // In table order, so that the same choice is stored the same way.
      .transform((chosen): Scope[] => assignable.filter((scope) => chosen.includes(scope)))
  );
}

/** Addresses and CIDR ranges, each as it is stored. */
export const addressesSchema = z
  .array(z.string())
  .min(1, "Enter at least one address or range.")
  .max(100, "Use at most 100 addresses and ranges.")
  .transform((entries, context) =>
    entries.map((entry) => {
      const range = parseRange(entry);
      if (range === null) context.addIssue(`${entry} is no address and no range such as 10.0.0.0/8 or 2001:db8::/32.`);
      return range ?? entry;
    }),
  )
  .transform((ranges) => [...new Set(ranges)]);

/** Patterns of the refs that may be pushed to. */
export const refsSchema = z
  .array(z.string().trim())
  .min(1, "Enter at least one pattern.")
  .max(50, "Use at most 50 patterns.")
  .superRefine((patterns, context) => {
    for (const pattern of patterns) {
      const refName = /^refs\/[^/]+\/(?!.*(?:\.\.|\/\/|@\{|[\p{Cc} ~^:?[\\])).+$/su;
      if (pattern.length > 200 || !refName.test(fullPattern(pattern))) {
        context.addIssue(`${pattern} is no pattern such as release/* or refs/tags/*.`);
      }
    }
  })
  .transform((patterns) => [...new Set(patterns)]);
