"use client";
import { CheckCheck } from "lucide-react";
import { useRowAction } from "@/app/_forms/use-row-action";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useToast } from "@/components/ui/toast";
import { markAllAction } from "./actions";

export function MarkAllButton() {
  const { run, pending, message } = useRowAction();
  const showToast = useToast();
  return (
    <div className="grid gap-1">
      <Button
        pending={pending}
        onClick={() => run(markAllAction, () => showToast({ title: "Everything is marked as read" }))}
      >
        <Icon icon={CheckCheck} />
        {pending ? "Marking…" : "Mark all as read"}
      </Button>
      {message === null ? null : <p className="max-w-64 text-sm text-danger-fg">{message}</p>}
    </div>
  );
}
