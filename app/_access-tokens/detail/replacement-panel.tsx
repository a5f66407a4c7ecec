"use client";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState, useTransition } from "react";
import { AlertDialog, AlertDialogCancel } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { useMoment } from "@/components/ui/clock";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";
import { endDate, relativeTime } from "@/components/ui/format-time";
import { KeyCut } from "@/components/ui/key-cut";
import { Notice } from "@/components/ui/notice";
import { Panel, PanelBody, PanelFoot, PanelHead } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";
import type { SecretView } from "@/lib/access-tokens/get";
import type { TokenCaller } from "@/lib/token-usage/get";
import { endOld } from "../actions";
import type { TokenItem } from "../token-item";
import type { TokenOwner } from "../words";
import { Callers } from "./callers";

const refreshMs = 15_000;

/** While two secrets of a token live: who still uses the old one, and the way to end it before its time. */
export function ReplacementPanel({
  token,
  owner,
  oldSecret,
  replacedAt,
  callers,
}: {
  token: TokenItem;
  owner: TokenOwner;
  oldSecret: SecretView;
  /** When the new secret was issued. */
  replacedAt: Date;
  /** Those who came with the old secret, the newest first. */
  callers: readonly TokenCaller[];
}) {
  const headingId = useId();
  const { now, zone } = useMoment();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useRefresh(!asking);
  return (
    <section aria-labelledby={headingId}>
      <Panel className="border-caution-line">
        <PanelHead className="flex-wrap gap-y-2">
          <h2 id={headingId} className="text-base">
            The old secret still works
          </h2>
        </PanelHead>
        <PanelBody className="grid gap-1">
          <p>
            <Quiet callers={callers} since={replacedAt} />
          </p>
          <p className="text-muted">
            It ends {oldSecret.expiresAt ? `on ${endDate(oldSecret.expiresAt, zone)}` : "when you end it"}. The new one
            was issued {relativeTime(replacedAt, now).toLowerCase()}.
          </p>
        </PanelBody>
        {callers.length > 0 ? (
          <div className="border-t">
            <Callers callers={callers} caption={`Callers that came with the old secret of ${token.name}`} />
          </div>
        ) : null}
        <PanelFoot className="flex-wrap">
          <span className="min-w-0 flex-[1_1_12rem]">Brought up to date every 15 seconds.</span>
          <Button ref={button} redText onClick={() => setAsking(true)} className="max-phone:flex-auto">
            End the old secret now…
          </Button>
        </PanelFoot>
      </Panel>
      <EndOldDialog
        open={asking}
        token={token}
        owner={owner}
        lastCaller={callers[0]}
        onClose={() => setAsking(false)}
        onClosed={() => (button.current ?? document.querySelector<HTMLElement>("h1"))?.focus()}
      />
    </section>
  );
}

/** Whether anybody came with the old secret since the new one is there. */
function Quiet({ callers, since }: { callers: readonly TokenCaller[]; since: Date }) {
  const last = callers[0];
  if (!last || last.lastAt < since) return <strong>Nobody has used it since the new one was issued.</strong>;
  return (
    <>
      <strong>
        Quiet since <Time at={last.lastAt} show="datetime" />.
      </strong>{" "}
      Whoever stands here has not moved to the new one.
    </>
  );
}

/** Reads the page anew while it is looked at. */
function useRefresh(on: boolean) {
  const router = useRouter();
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, refreshMs);
    return () => clearInterval(timer);
  }, [on, router]);
}

function EndOldDialog({
  open,
  token,
  owner,
  lastCaller,
  onClose,
  onClosed,
}: {
  open: boolean;
  token: TokenItem;
  owner: TokenOwner;
  lastCaller: TokenCaller | undefined;
  onClose: () => void;
  onClosed: () => void;
}) {
  const router = useRouter();
  const showToast = useToast();
  const { now } = useMoment();
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  function end() {
    setProblem(null);
    startTransition(async () => {
      try {
        const outcome = await endOld(owner.name, token.id);
        if (outcome.problem !== null) return setProblem(outcome.problem);
        showToast({ title: outcome.conflict ?? "The old secret has ended", text: "The new one works on." });
        onClose();
        router.refresh();
      } catch {
        setProblem("The old secret still works. Try again.");
      }
    });
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (next || pending) return;
        setProblem(null);
        onClose();
      }}
      title={`End the old secret of ${token.name}?`}
      description="Git and the API refuse it from the next request on. The new secret is not touched."
      picture={<KeyCut id={token.id} size="large" />}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onClosed();
      }}
    >
      <DialogBody>
        {problem ? (
          <Notice tone="danger" role="alert">
            <p>
              <strong>Not ended.</strong> {problem}
            </p>
          </Notice>
        ) : null}
        <p>
          {lastCaller
            ? `It was last used ${relativeTime(lastCaller.lastAt, now).toLowerCase()}.`
            : "Nobody is known to use it."}{" "}
          Whatever still holds it fails until it gets the new one.
        </p>
      </DialogBody>
      <DialogFoot>
        <AlertDialogCancel>
          <Button pending={pending}>Cancel</Button>
        </AlertDialogCancel>
        <Button kind="danger" pending={pending} onClick={end}>
          {pending ? "Ending…" : "End the old secret now"}
        </Button>
      </DialogFoot>
    </AlertDialog>
  );
}
