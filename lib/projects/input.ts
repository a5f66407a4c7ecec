import { z } from "zod";
import { descriptionSchema, nameSchema, projectKeySchema } from "../names";

export const CreateProjectInput = z.object({
  key: projectKeySchema,
  name: nameSchema,
  description: descriptionSchema,
});
/** What is given changes; what isn't stays. */
export const UpdateProjectInput = z.object({
  name: nameSchema.optional(),
  description: descriptionSchema.unwrap().optional(),
  /** Addresses that hold the old key lead nowhere from then on. */
  key: projectKeySchema.optional(),
});
