"use client";
import { Button } from "@/components/ui/button";
import { Command } from "@/components/ui/command";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";

/** The secret, once. Who misses it makes another. */
export function WebhookSecret({ secret, onLeave }: { secret: string | null; onLeave: () => void }) {
  return (
    <Dialog
      open={secret !== null}
      onOpenChange={(open) => {
        if (!open) onLeave();
      }}
      title="Copy the secret of the webhook"
      description="It is shown this once. If you miss it, make a new one."
      onInteractOutside={(event) => event.preventDefault()}
    >
      <DialogBody>
        <Command text={secret ?? ""} what="Secret" />
        <p className="text-muted">
          Your receiver checks the header <code>X-Hub-Signature</code> with it: <code>sha256=</code> and the
          HMAC-SHA-256 of the body, in hex.
        </p>
      </DialogBody>
      <DialogFoot>
        <Button kind="primary" onClick={onLeave}>
          I have copied it
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
