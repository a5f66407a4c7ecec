"use client";
import { useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { deleteWebhookAction, renewSecretAction, testWebhookAction } from "./actions";

type Asking = "renew" | "delete";

const questions = {
  renew: {
    title: "Make a new secret?",
    description: "The old one signs nothing from then on.",
    text: "Until your receiver knows the new one, it takes our notices for forged.",
    button: "Make a new secret",
  },
  delete: {
    title: "Delete the webhook?",
    description: "Its secret goes with it.",
    text: "Notices that are still to be posted are not. Inboxes and mails go on.",
    button: "Delete webhook",
  },
};

/** What can be done with a webhook that exists, beside saving it. */
export function WebhookActions({ workspace, onSecret }: { workspace: string; onSecret: (secret: string) => void }) {
  const { run, pending, message } = useRowAction();
  const showToast = useToast();
  const [asking, setAsking] = useState<Asking | null>(null);

  async function renew() {
    const renewed = await renewSecretAction(workspace);
    if (renewed.status === "done" && renewed.value.secret !== null) onSecret(renewed.value.secret);
    return renewed.status === "done" ? { status: "done" as const, value: null } : renewed;
  }

  function confirm() {
    if (asking === "renew") run(renew);
    else
      run(
        () => deleteWebhookAction(workspace),
        () => showToast({ title: "Webhook deleted" }),
      );
  }

  const question = asking && questions[asking];
  return (
    <div className="grid gap-3 border-t pt-4" aria-busy={pending}>
      <FormMessage message={message} />
      <div className="flex flex-wrap gap-2">
        <Button
          pending={pending}
          onClick={() =>
            run(
              () => testWebhookAction(workspace),
              () => showToast({ title: "The test got through", text: "Your receiver answered with yes." }),
            )
          }
        >
          Send a test
        </Button>
        <Button pending={pending} onClick={() => setAsking("renew")}>
          New secret…
        </Button>
        <Button pending={pending} redText onClick={() => setAsking("delete")}>
          Delete webhook…
        </Button>
      </div>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => {
          if (!open) setAsking(null);
        }}
        title={question?.title ?? ""}
        description={question?.description ?? ""}
        confirm={question?.button ?? ""}
        onConfirm={confirm}
      >
        <p>{question?.text}</p>
      </ConfirmDialog>
    </div>
  );
}
