import { z } from "zod";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { namedProject, ProjectInput } from "../projects/named";
import { addReviewer, type ReviewerAndType, readReviewers, removeReviewer, requireReviewer } from "./reviewers";

const administering = { scope: "project:admin", ...namedProject } as const;
const NamedReviewer = ProjectInput.extend({ user: z.string() });

export const listProjectDefaultReviewers = operation({
  name: "workspaces.listDefaultReviewersForProject",
  ...administering,
  input: ProjectInput,
  run: async ({ found }): Promise<Result<ReviewerAndType[]>> =>
    ok((await readReviewers(found)).map((one) => ({ ...one, type: "project" }))),
});

export const getProjectDefaultReviewer = operation({
  name: "workspaces.getDefaultReviewerForProject",
  ...administering,
  input: NamedReviewer,
  run: ({ input, found }) => requireReviewer(found, input.user),
});

export const addProjectDefaultReviewer = operation({
  name: "workspaces.addDefaultReviewerForProject",
  ...administering,
  input: NamedReviewer,
  run: ({ caller, input, found }) => addReviewer(caller, found, { name: input.user, field: "selected_user" }),
});

export const deleteProjectDefaultReviewer = operation({
  name: "workspaces.deleteDefaultReviewerForProject",
  ...administering,
  input: NamedReviewer,
  run: ({ caller, input, found }) => removeReviewer(caller, found, input.user),
});
