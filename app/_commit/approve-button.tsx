"use client";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { Button } from "@/components/ui/button";
import { approveAction } from "./actions";
import type { CommitName } from "./place";

export function ApproveButton({ commit, approved }: { commit: CommitName; approved: boolean }) {
  const { run, pending, message } = useRowAction();
  return (
    <>
      <Button size="small" pending={pending} onClick={() => run(() => approveAction(commit, !approved))}>
        {approved ? "Take approval back" : "Approve"}
      </Button>
      <FormMessage message={message} />
    </>
  );
}
