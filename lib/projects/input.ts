import { z } from "zod";
import { descriptionSchema, nameSchema, projectKeySchema } from "../names";

export const CreateProjectInput = z.object({
  key: projectKeySchema,
  name: nameSchema,
  description: descriptionSchema,
});
export const UpdateProjectInput = z.object({ name: nameSchema, description: descriptionSchema });
