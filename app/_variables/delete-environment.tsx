"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { useToast } from "@/components/ui/toast";
import { deleteEnvironmentAction } from "./environment-actions";

export function DeleteEnvironment({
  repository,
  environment: { id, name },
  leadsTo,
}: {
  repository: { workspace: string; repository: string };
  environment: { id: string; name: string };
  leadsTo: string;
}) {
  const router = useRouter();
  const showToast = useToast();
  const { run, pending, message } = useRowAction();
  const [open, setOpen] = useState(false);
  const remove = () =>
    run(
      () => deleteEnvironmentAction(repository, id),
      () => {
        showToast({ title: `${name} deleted` });
        router.replace(leadsTo);
      },
    );
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Delete this environment</h2>
      </PanelHead>
      <PanelBody className="grid gap-3">
        <FormMessage message={message} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <p className="max-w-[66ch] text-muted">Its variables go with it.</p>
          <Button redText pending={pending} onClick={() => setOpen(true)}>
            Delete environment…
          </Button>
        </div>
      </PanelBody>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${name}?`}
        description="This can’t be undone."
        confirm="Delete environment"
        onConfirm={remove}
      >
        <p>Its variables go with it, and runs can’t deploy to it any more.</p>
      </ConfirmDialog>
    </Panel>
  );
}
