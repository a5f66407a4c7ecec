"use client";
import { ChevronDown, CircleX, FilePen, GitMerge, Pencil, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import type { FormState } from "@/app/_forms/form-state";
import { useRowAction } from "@/app/_forms/use-row-action";
import { ApproveToggle } from "@/components/approve-toggle";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";
import {
  approveAction,
  markReadyAction,
  requestChangesAction,
  unapproveAction,
  withdrawChangesAction,
} from "./actions";
import { DeclineDialog } from "./decline-dialog";
import { EditDialog } from "./edit-dialog";
import { type MergeCheck, MergeDialog } from "./merge-dialog";
import type { ReviewerChoice } from "./reviewer-picker";
import type { PullRequestName } from "./subject";

/** A pull request as its dialogs need it. */
export type EditedPullRequest = {
  name: PullRequestName;
  title: string;
  description: string;
  draft: boolean;
  closeSourceBranch: boolean;
  /** The branch, with its repository where that is another one. */
  source: string;
  sourceCommit: string;
  destinationBranch: string;
  commits: number;
};

/** What who may write can do with an open pull request. Stays on the page when there is nothing left to do: its dialogs close in peace. */
export function PullRequestActions({
  pullRequest,
  destinations,
  reviewers,
  said,
  isAuthor,
  mayDeleteSource,
  check,
}: {
  pullRequest: EditedPullRequest;
  /** The branches that it can be for. */
  destinations: string[];
  reviewers: { asked: ReviewerChoice[]; possible: ReviewerChoice[] };
  /** What the person said so far. */
  said: "approved" | "changes_requested" | null;
  isAuthor: boolean;
  mayDeleteSource: boolean;
  /** What a merge would meet; null where nothing can be done. */
  check: MergeCheck | null;
}) {
  const [dialog, setDialog] = useState<"edit" | "merge" | "decline" | null>(null);
  const { run, pending, message } = useRowAction();
  const showToast = useToast();
  const close = () => setDialog(null);
  const act = (action: (name: PullRequestName, seenCommit: string) => Promise<FormState>, title: string) =>
    run(
      () => action(pullRequest.name, pullRequest.sourceCommit),
      () => showToast({ title }),
    );
  return (
    <>
      {check ? (
        <div
          className="flex flex-wrap gap-2 max-phone:flex-[1_1_100%] max-phone:[&>button]:flex-auto"
          aria-busy={pending}
        >
          {isAuthor ? null : <ReviewButtons said={said} act={act} />}
          <Menu
            trigger={
              <Button>
                More
                <Icon icon={ChevronDown} />
              </Button>
            }
          >
            <MenuItem onSelect={() => setDialog("edit")}>
              <Icon icon={Pencil} />
              Edit…
            </MenuItem>
            {pullRequest.draft ? (
              <MenuItem onSelect={() => act(markReadyAction, "Marked as ready")}>
                <Icon icon={FilePen} />
                Mark as ready
              </MenuItem>
            ) : null}
            <MenuSeparator />
            <MenuItem danger onSelect={() => setDialog("decline")}>
              <Icon icon={CircleX} />
              Decline…
            </MenuItem>
          </Menu>
          <Button kind="primary" onClick={() => setDialog("merge")}>
            <Icon icon={GitMerge} />
            Merge…
          </Button>
        </div>
      ) : null}
      {message ? (
        <div className="basis-full">
          <FormMessage message={message} />
        </div>
      ) : null}
      <MergeDialog
        open={dialog === "merge"}
        onClose={close}
        pullRequest={pullRequest}
        mayDeleteSource={mayDeleteSource}
        check={check}
      />
      <EditDialog
        open={dialog === "edit"}
        onClose={close}
        pullRequest={pullRequest}
        destinations={destinations}
        reviewers={reviewers}
      />
      <DeclineDialog open={dialog === "decline"} onClose={close} name={pullRequest.name} />
    </>
  );
}

/** One's own word on it, and taking it back. */
function ReviewButtons({
  said,
  act,
}: {
  said: "approved" | "changes_requested" | null;
  act: (action: (name: PullRequestName, seenCommit: string) => Promise<FormState>, title: string) => void;
}) {
  const approved = said === "approved";
  const asked = said === "changes_requested";
  return (
    <>
      <Button
        aria-pressed={asked}
        className={asked ? "border-caution-line! bg-caution-soft! text-caution-fg!" : undefined}
        onClick={() =>
          asked
            ? act(withdrawChangesAction, "Request for changes withdrawn")
            : act(requestChangesAction, "Changes requested")
        }
      >
        <Icon icon={TriangleAlert} />
        {asked ? "Changes requested" : "Request changes"}
      </Button>
      <ApproveToggle
        approved={approved}
        onClick={() => (approved ? act(unapproveAction, "Approval taken back") : act(approveAction, "Approved"))}
      />
    </>
  );
}
