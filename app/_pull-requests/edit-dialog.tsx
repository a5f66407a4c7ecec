"use client";
import { useState } from "react";
import { FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import { useForm } from "@/app/_forms/use-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import { updatePullRequestAction } from "./actions";
import type { EditedPullRequest } from "./pull-request-actions";
import { PullRequestFields } from "./pull-request-fields";
import type { ReviewerChoice } from "./reviewer-picker";

type Props = {
  pullRequest: EditedPullRequest;
  /** The branches that it can be for. */
  destinations: string[];
  reviewers: { asked: ReviewerChoice[]; possible: ReviewerChoice[] };
  onClose: () => void;
};

/** Changes what a pull request says, which branch it is for, and who is to look at it. */
export function EditDialog({ open, ...rest }: Props & { open: boolean }) {
  const { pullRequest, onClose } = rest;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      // What was typed isn't lost to a click beside it.
      onInteractOutside={(event) => event.preventDefault()}
      width="wide"
      title={`Edit #${pullRequest.name.number}`}
      description="Which branch it is for, what is said of it, and who is to look at it."
    >
      <EditForm {...rest} />
    </Dialog>
  );
}

function EditForm({ pullRequest, destinations, reviewers, onClose }: Props) {
  const showToast = useToast();
  // As it was when the dialog opened, also where the page behind has news since.
  const [shown] = useState({
    title: pullRequest.title,
    description: pullRequest.description,
    destination: pullRequest.destinationBranch,
    draft: pullRequest.draft,
    closeSourceBranch: pullRequest.closeSourceBranch,
    reviewers: reviewers.asked.map(({ id }) => id),
  });
  const { formProps, errors, message, pending } = useForm(updatePullRequestAction.bind(null, pullRequest.name, shown), {
    onDone: () => {
      showToast({ title: `#${pullRequest.name.number} saved` });
      onClose();
    },
  });
  return (
    <form {...formProps} className="contents" aria-label="Edit">
      <DialogBody>
        <Field label="Destination branch" error={errors.destination}>
          {(control) => (
            <Select {...control} name="destination" defaultValue={shown.destination}>
              {destinations.map((branch) => (
                <option key={branch}>{branch}</option>
              ))}
            </Select>
          )}
        </Field>
        <PullRequestFields values={shown} reviewers={reviewers} source={pullRequest.source} errors={errors} />
        <FormMessage message={message} />
      </DialogBody>
      <DialogFoot>
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
        <SubmitButton pending={pending} label="Save" pendingLabel="Saving…" />
      </DialogFoot>
    </form>
  );
}
