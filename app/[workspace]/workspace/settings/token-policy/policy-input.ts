import { z } from "zod";
import { type TokenPolicy, TokenPolicySchema } from "@/lib/token-policies/policy";

const { shape } = TokenPolicySchema;

/** A form holds texts, and of its boxes those that are ticked. An empty number means that there is no limit. */
const ticked = z
  .literal("on")
  .optional()
  .transform((value) => value === "on");
const numberOrNone = z
  .string()
  .trim()
  .regex(/^\d*$/, "Use digits only.")
  .transform((value) => (value === "" ? null : Number(value)));

/** The policy as the form sends it. The browser and the server check with this one. */
export const PolicyForm: z.ZodType<TokenPolicy, Record<string, unknown>> = z.object({
  longestLifetimeDays: numberOrNone.pipe(shape.longestLifetimeDays),
  neverExpiresAllowed: ticked,
  strongScopesExpire: ticked,
  repositoryAdminsMayIssue: ticked,
  apiRequestsPerHour: numberOrNone.pipe(shape.apiRequestsPerHour),
  gitRequestsPerHour: numberOrNone.pipe(shape.gitRequestsPerHour),
  refusesPushedSecrets: ticked,
});
