import { z } from "zod";
import { branchNameSchema, descriptionSchema, nameSchema, repositorySlugSchema } from "../names";

export const CreateRepositoryInput = z.object({
  slug: repositorySlugSchema,
  name: nameSchema,
  description: descriptionSchema,
  mainBranch: branchNameSchema.default("main"),
});

/** What is given changes; what isn't stays. */
export const UpdateRepositoryInput = z.object({
  name: nameSchema.optional(),
  description: descriptionSchema.unwrap().optional(),
  mainBranch: branchNameSchema.optional(),
  /** The key of the project that it shall belong to. */
  project: z.string().min(1, "Choose a project.").optional(),
});
