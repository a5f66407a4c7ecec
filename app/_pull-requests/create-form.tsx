"use client";
import { FormFoot, FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { FieldError } from "@/components/ui/field";
import { PullRequestFields } from "./pull-request-fields";
import type { ReviewerChoice } from "./reviewer-picker";

/** What is said of a new pull request. Other branches may be chosen meanwhile: what was typed stays. */
export function CreateForm({
  source,
  destination,
  suggested,
  reviewers,
  action,
}: {
  source: string;
  destination: string;
  suggested: { title: string; description: string; closeSourceBranch: boolean };
  reviewers: { asked: ReviewerChoice[]; possible: ReviewerChoice[] };
  action: FormAction;
}) {
  const { formProps, errors, message, pending } = useForm(action);
  const atBranches = errors.source?.[0] ?? errors.destination?.[0];
  return (
    <form {...formProps} className="grid max-w-160 gap-5" aria-label="New pull request">
      <input type="hidden" name="source" value={source} />
      <input type="hidden" name="destination" value={destination} />
      <PullRequestFields
        values={{ ...suggested, draft: false }}
        reviewers={reviewers}
        source={source}
        errors={errors}
      />
      {atBranches ? <FieldError>{atBranches}</FieldError> : null}
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton pending={pending} label="Open pull request" pendingLabel="Opening…" />
      </FormFoot>
    </form>
  );
}
