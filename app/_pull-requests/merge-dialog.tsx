"use client";
import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { Tick } from "@/app/_forms/tick";
import { useForm } from "@/app/_forms/use-form";
import { counted } from "@/app/_shell/counted";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Textarea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import { type MergeStrategy, mergeStrategies } from "@/lib/pull-requests/merge-strategies";
import { mergeAction } from "./actions";
import { BranchName } from "./branches";
import type { EditedPullRequest } from "./pull-request-actions";

export type MergeCheck = {
  obstacles: { message: string }[];
  strategies: { strategy: MergeStrategy; obstacle: { message: string } | null; message: string | null }[];
};

type Props = {
  pullRequest: EditedPullRequest;
  mayDeleteSource: boolean;
  check: MergeCheck | null;
  onClose: () => void;
};

/** Says what a merge will do and what is in its way, and does it. */
export function MergeDialog({ open, ...rest }: Props & { open: boolean }) {
  const { pullRequest, onClose } = rest;
  const router = useRouter();
  const refused = useRef(false);
  const close = () => {
    onClose();
    // What it was refused for is news to the page behind, which stayed as it was for what was typed.
    if (refused.current) router.refresh();
    refused.current = false;
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) close();
      }}
      // What was typed isn't lost to a click beside it.
      onInteractOutside={(event) => event.preventDefault()}
      width="wide"
      title={`Merge #${pullRequest.name.number}?`}
      description={
        <>
          {counted(pullRequest.commits, "commit")} of <BranchName name={pullRequest.source} /> into{" "}
          <BranchName name={pullRequest.destinationBranch} />
        </>
      }
    >
      <MergeForm
        {...rest}
        onClose={close}
        onRefused={() => {
          refused.current = true;
        }}
      />
    </Dialog>
  );
}

function MergeForm({ pullRequest, mayDeleteSource, check, onClose, onRefused }: Props & { onRefused: () => void }) {
  const router = useRouter();
  const showToast = useToast();
  const [strategy, setStrategy] = useState<MergeStrategy>("merge_commit");
  const [typed, setTyped] = useState<string | null>(null);
  const { formProps, errors, message, pending } = useForm(mergeAction.bind(null, pullRequest.name), {
    onDone: () => {
      showToast({ title: `#${pullRequest.name.number} merged into ${pullRequest.destinationBranch}` });
      onClose();
    },
  });
  // Neither has a field that could say it: a draft is no choice, and of the ways to merge all are offered.
  const refusal = message ?? errors.draft?.[0] ?? errors.strategy?.[0] ?? null;
  const whenRefused = useRef(onRefused);
  useEffect(() => {
    if (refusal !== null) whenRefused.current();
  }, [refusal]);
  const obstacles = check?.obstacles ?? [];
  const chosen = check?.strategies.find((one) => one.strategy === strategy);
  const blocked = obstacles.length > 0 || chosen?.obstacle != null;
  return (
    <form {...formProps} className="contents" aria-label="Merge">
      <DialogBody>
        {obstacles.length > 0 ? (
          <Notice tone="caution">
            <p>
              <strong>It can’t be merged yet.</strong>
            </p>
            <ul className="list-disc pl-4">
              {obstacles.map((obstacle) => (
                <li key={obstacle.message} className="[overflow-wrap:anywhere]">
                  {obstacle.message}
                </li>
              ))}
            </ul>
          </Notice>
        ) : null}
        <input type="hidden" name="seenCommit" value={pullRequest.sourceCommit} />
        <input type="hidden" name="seenDestination" value={pullRequest.destinationBranch} />
        <Field label="How" hint={outcome(strategy, pullRequest)} error={chosen?.obstacle?.message}>
          {(control) => (
            <Select
              {...control}
              name="strategy"
              value={strategy}
              onChange={(event) =>
                setStrategy(mergeStrategies.find((one) => one === event.target.value) ?? "merge_commit")
              }
            >
              {mergeStrategies.map((one) => (
                <option key={one} value={one}>
                  {strategyNames[one]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {strategy === "fast_forward" ? null : (
          <Field label="Message of the commit" error={errors.message}>
            {(control) => (
              <Textarea
                {...control}
                name="message"
                rows={5}
                value={typed ?? chosen?.message ?? ""}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        )}
        {mayDeleteSource ? (
          <Tick
            name="closeSourceBranch"
            label={`Delete the branch ${pullRequest.source} after it`}
            ticked={pullRequest.closeSourceBranch}
          />
        ) : null}
        <FormMessage message={refusal} />
      </DialogBody>
      <DialogFoot>
        {obstacles.length > 0 || refusal ? (
          <Button kind="quiet" className="mr-auto" onClick={() => router.refresh()}>
            <Icon icon={RotateCw} />
            Look again
          </Button>
        ) : null}
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" kind="primary" pending={pending} aria-disabled={blocked || undefined}>
          {pending ? "Merging…" : "Merge"}
        </Button>
      </DialogFoot>
    </form>
  );
}

const strategyNames: Record<MergeStrategy, string> = {
  merge_commit: "Merge commit",
  squash: "Squash",
  fast_forward: "Fast forward",
};

function outcome(strategy: MergeStrategy, { commits, destinationBranch }: EditedPullRequest): string {
  const its = commits === 1 ? "commit" : `${commits.toLocaleString("en")} commits`;
  switch (strategy) {
    case "merge_commit":
      return `${destinationBranch} gets the ${its}, and one more that joins both histories.`;
    case "squash":
      return `${destinationBranch} gets one commit with all that the ${its} change${commits === 1 ? "s" : ""}.`;
    case "fast_forward":
      return `${destinationBranch} moves forward to the last of the ${its}. No commit is made.`;
  }
}
