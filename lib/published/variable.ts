import { z } from "zod";
import type { Variable } from "../variables/variable";
import { Uuid, uuidOf } from "./values";

export const VariableObject = z
  .object({
    type: z.literal("pipeline_variable"),
    uuid: Uuid,
    key: z.string(),
    value: z.string().describe("Left out where it is secured").optional(),
    secured: z.boolean(),
  })
  .meta({ id: "pipeline_variable" });

export function presentVariable(variable: Variable): z.infer<typeof VariableObject> {
  const { key, value } = variable;
  const named = { type: "pipeline_variable", uuid: uuidOf(variable), key } as const;
  return value === null ? { ...named, secured: true } : { ...named, value, secured: false };
}
