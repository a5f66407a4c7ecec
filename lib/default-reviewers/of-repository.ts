import { z } from "zod";
import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import {
  addReviewer,
  type Reviewer,
  type ReviewerAndType,
  readEffectiveReviewers,
  readReviewers,
  removeReviewer,
  requireReviewer,
} from "./reviewers";

const NamedReviewer = RepositoryInput.extend({ user: z.string() });

export const listDefaultReviewers = operation({
  name: "repositories.listDefaultReviewers",
  scope: "pullrequest",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<Reviewer[]>> => ok(await readReviewers(found)),
});

/** Those of its project too. */
export const listEffectiveDefaultReviewers = operation({
  name: "repositories.listEffectiveDefaultReviewers",
  scope: "pullrequest",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<ReviewerAndType[]>> => ok(await readEffectiveReviewers(found)),
});

export const getDefaultReviewer = operation({
  name: "repositories.getDefaultReviewer",
  scope: "pullrequest",
  input: NamedReviewer,
  ...namedRepository,
  run: ({ input, found }) => requireReviewer(found, input.user),
});

export const addDefaultReviewer = operation({
  name: "repositories.addDefaultReviewer",
  scope: "repository:admin",
  input: NamedReviewer,
  ...namedRepository,
  run: ({ caller, input, found }) => addReviewer(caller, found, { name: input.user, field: "target_username" }),
});

export const deleteDefaultReviewer = operation({
  name: "repositories.deleteDefaultReviewer",
  scope: "repository:admin",
  input: NamedReviewer,
  ...namedRepository,
  run: ({ caller, input, found }) => removeReviewer(caller, found, input.user),
});
