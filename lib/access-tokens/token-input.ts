import { z } from "zod";
import { assignableScopes, isScope, type ResourceKind, type Scope } from "../authorization/scopes";
import { nameSchema } from "../names";

/** What the form asks for, for a token of this kind. The form and the server check with the same schema. */
export function issueAccessTokenSchema(kind: ResourceKind) {
  const assignable = assignableScopes(kind);
  return z.object({
    name: nameSchema,
    scopes: z
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
      .transform((chosen): Scope[] => assignable.filter((scope) => chosen.includes(scope))),
  });
}
