import { z } from "zod";
import type { Reviewer } from "../default-reviewers/list";
import { AccountObject, presentAccount } from "./account";

export const DefaultReviewerObject = z
  .object({
    type: z.literal("default_reviewer"),
    reviewer_type: z.literal("repository"),
    user: AccountObject,
  })
  .meta({ id: "default_reviewer_and_type" });

export function presentDefaultReviewer(reviewer: Reviewer): z.infer<typeof DefaultReviewerObject> {
  return {
    type: "default_reviewer",
    reviewer_type: "repository",
    user: presentAccount({ kind: "user", ...reviewer }),
  };
}
