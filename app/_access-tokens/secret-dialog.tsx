"use client";
import { Check, CircleDashed } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";
import { KeyCut } from "@/components/ui/key-cut";
import { Status } from "@/components/ui/status";
import { CommitIdentity } from "./commit-identity";
import { LeaveDialog } from "./leave-dialog";
import { SecretCommands } from "./secret-commands";
import type { TokenItem } from "./token-item";
import type { TokenOwner } from "./words";

/** The secret, once. Leaving without a copy of it asks first, reloading and closing the tab included. */
export function SecretDialog({
  token,
  secret,
  owner,
  origin,
  repositories,
  withoutCopy,
  onLeave,
}: {
  token: TokenItem;
  secret: string;
  owner: TokenOwner;
  origin: string;
  repositories: string[];
  /** What somebody would have to do who left without it. */
  withoutCopy: string;
  onLeave: () => void;
}) {
  const id = useId();
  const copyButton = useRef<HTMLButtonElement>(null);
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);

  useEffect(() => {
    if (copied) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [copied]);

  useEffect(() => {
    if (copied) return;
    // Back leads to an entry that stands for this same page, put there for it, and asks instead of leaving.
    const stay = () => history.pushState(history.state, "", location.href);
    const askBeforeBack = () => {
      stay();
      setAsking(true);
    };
    stay();
    addEventListener("popstate", askBeforeBack);
    return () => removeEventListener("popstate", askBeforeBack);
  }, [copied]);

  function close() {
    if (copied) onLeave();
    else setAsking(true);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={`Copy the secret of ${token.name}`}
      description="It is shown this once. Latchkey keeps no copy that could show it again."
      picture={<KeyCut id={token.id} size="large" />}
      width="wide"
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        copyButton.current?.focus();
      }}
    >
      <DialogBody>
        <section
          aria-labelledby={`${id}-label`}
          className="rounded-float border border-secret-line bg-secret-soft py-3 pr-3 pl-4 forced-colors:border-[CanvasText]"
        >
          <h3 id={`${id}-label`} className="mb-0.5 text-xs font-semibold tracking-normal text-secret-fg">
            Secret
          </h3>
          <div className="flex items-center gap-3 max-phone:flex-col max-phone:items-stretch">
            <code
              id={`${id}-secret`}
              translate="no"
              spellCheck={false}
              className="min-w-0 flex-1 text-[0.875rem]/6 break-all select-all"
            >
              {secret}
            </code>
            <CopyButton
              ref={copyButton}
              kind={copied ? "default" : "primary"}
              text={secret}
              what="Secret"
              label="Copy secret"
              select={`${id}-secret`}
              onCopied={() => setCopied(true)}
            />
          </div>
        </section>
        <SecretCommands
          token={token}
          secret={secret}
          owner={owner}
          origin={origin}
          repositories={repositories}
          onCopied={() => setCopied(true)}
        />
        <CommitIdentity token={token} origin={origin} />
      </DialogBody>
      <DialogFoot>
        <Status icon={copied ? Check : CircleDashed} live={copied} className="mr-auto max-phone:basis-full">
          {copied ? "Secret copied" : "Not copied yet"}
        </Status>
        <Button kind={copied ? "primary" : "default"} onClick={close}>
          Done
        </Button>
      </DialogFoot>
      <LeaveDialog
        open={asking}
        withoutCopy={withoutCopy}
        onStay={() => setAsking(false)}
        onLeave={onLeave}
        onClosed={() => copyButton.current?.focus()}
      />
    </Dialog>
  );
}
