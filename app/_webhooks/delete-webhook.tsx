"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { useToast } from "@/components/ui/toast";
import type { WebhookOwnerName } from "@/lib/webhooks/deliveries";
import { deleteWebhookAction } from "./actions";

export function DeleteWebhook({
  owner,
  webhook,
  leadsTo,
}: {
  owner: WebhookOwnerName;
  webhook: string;
  leadsTo: string;
}) {
  const router = useRouter();
  const showToast = useToast();
  const { run, pending, message } = useRowAction();
  const [open, setOpen] = useState(false);
  const remove = () =>
    run(
      () => deleteWebhookAction(owner, webhook),
      () => {
        showToast({ title: "Webhook deleted" });
        router.replace(leadsTo);
      },
    );
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Delete this webhook</h2>
      </PanelHead>
      <PanelBody className="grid gap-3">
        <FormMessage message={message} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <p className="max-w-[66ch] text-muted">What still waits for it isn’t sent, and what was sent is forgotten.</p>
          <Button redText pending={pending} onClick={() => setOpen(true)}>
            Delete webhook…
          </Button>
        </div>
      </PanelBody>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Delete the webhook?"
        description="This can’t be undone."
        confirm="Delete webhook"
        onConfirm={remove}
      >
        <p>Its deliveries go with it. To stop it for a while, switch it off instead.</p>
      </ConfirmDialog>
    </Panel>
  );
}
