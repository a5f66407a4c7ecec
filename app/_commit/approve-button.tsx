"use client";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { ApproveToggle } from "@/components/approve-toggle";
import { useToast } from "@/components/ui/toast";
import { approveAction } from "./actions";
import type { CommitName } from "./place";

export function ApproveButton({ commit, approved }: { commit: CommitName; approved: boolean }) {
  const { run, pending, message } = useRowAction();
  const showToast = useToast();
  const toggle = () =>
    run(
      () => approveAction(commit, !approved),
      () => showToast({ title: approved ? "Approval taken back" : "Approved" }),
    );
  return (
    <>
      <ApproveToggle size="small" approved={approved} pending={pending} onClick={toggle} />
      <FormMessage message={message} />
    </>
  );
}
