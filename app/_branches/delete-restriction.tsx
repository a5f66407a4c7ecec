"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { useToast } from "@/components/ui/toast";
import { deleteRestrictionAction } from "./actions";

type Props = {
  names: { workspace: string; repository: string };
  number: number;
  /** What is lifted, and where. */
  rule: string;
  branches: string;
  leadsTo: string;
};

export function DeleteRestriction({ names, number, rule, branches, leadsTo }: Props) {
  const router = useRouter();
  const showToast = useToast();
  const { run, pending, message } = useRowAction();
  const [open, setOpen] = useState(false);
  const lift = () =>
    run(
      () => deleteRestrictionAction(names, number),
      () => {
        showToast({ title: "Restriction lifted" });
        router.replace(leadsTo);
        router.refresh();
      },
    );
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Lift this restriction</h2>
      </PanelHead>
      <PanelBody className="grid gap-3">
        <FormMessage message={message} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <p className="max-w-[66ch] text-muted">What it guards against can be done from then on.</p>
          <Button redText pending={pending} onClick={() => setOpen(true)}>
            Lift restriction…
          </Button>
        </div>
      </PanelBody>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Lift the restriction?"
        description="It holds no more at once."
        confirm="Lift restriction"
        onConfirm={lift}
      >
        <p className="[overflow-wrap:anywhere]">
          {rule}: {branches}
        </p>
      </ConfirmDialog>
    </Panel>
  );
}
