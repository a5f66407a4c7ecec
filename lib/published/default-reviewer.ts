import { z } from "zod";
import type { ReviewerAndType } from "../default-reviewers/reviewers";
import { AccountObject, presentAccount } from "./account";

export const DefaultReviewerObject = z
  .object({
    type: z.literal("default_reviewer"),
    reviewer_type: z.enum(["repository", "project"]),
    user: AccountObject,
  })
  .meta({ id: "default_reviewer_and_type" });

export function presentDefaultReviewer({ type, ...reviewer }: ReviewerAndType): z.infer<typeof DefaultReviewerObject> {
  return { type: "default_reviewer", reviewer_type: type, user: presentAccount({ kind: "user", ...reviewer }) };
}
