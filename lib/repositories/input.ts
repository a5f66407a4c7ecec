import { z } from "zod";
import { branchNameSchema, descriptionSchema, nameSchema, repositorySlugSchema } from "../names";

export const CreateRepositoryInput = z.object({
  slug: repositorySlugSchema,
  name: nameSchema,
  description: descriptionSchema,
  mainBranch: branchNameSchema.default("main"),
});

export const UpdateRepositoryInput = z.object({
  name: nameSchema,
  description: descriptionSchema,
  mainBranch: branchNameSchema,
  /** The key of the project that it shall belong to. */
  project: z.string().min(1, "Choose a project."),
});
