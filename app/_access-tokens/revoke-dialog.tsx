"use client";
import { useQuery } from "@tanstack/react-query";
import { useState, useTransition } from "react";
import { AlertDialog, AlertDialogCancel } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { useMoment } from "@/components/ui/clock";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";
import { KeyCut } from "@/components/ui/key-cut";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { revokeToken } from "./actions";
import { RecentCallers } from "./recent-callers";
import { recentUseQuery } from "./recent-use-query";
import { ScopeList } from "./scope-list";
import type { TokenItem } from "./token-item";
import type { TokenOwner } from "./words";

/** `conflict`: somebody else was first, in words. */
export type RevokeOutcome = { conflict: string | null };

type Props = {
  token: TokenItem | null;
  owner: TokenOwner;
  onCancel: () => void;
  onRevoked: (token: TokenItem, outcome: RevokeOutcome) => void;
  /** The dialog is gone: focus has to go somewhere. */
  onClosed: () => void;
};

/** Asks before a token ends, naming what stops. */
export function RevokeDialog({ token, ...rest }: Props) {
  // Keeps showing its token while it leaves the screen.
  const [shown, setShown] = useState(token);
  if (token && token !== shown) setShown(token);
  return shown ? <OpenRevokeDialog key={shown.id} {...rest} token={shown} open={token !== null} /> : null;
}

function OpenRevokeDialog({
  token,
  open,
  owner,
  onCancel,
  onRevoked,
  onClosed,
}: Omit<Props, "token"> & { token: TokenItem; open: boolean }) {
  const { data: use } = useQuery({ ...recentUseQuery(owner.name, token.id), enabled: open });
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  function revoke() {
    setProblem(null);
    startTransition(async () => {
      try {
        const outcome = await revokeToken(owner.name, token.id);
        if (outcome.problem === null) onRevoked(token, outcome);
        else setProblem(outcome.problem);
      } catch {
        setProblem(`${token.name} still works. Try again.`);
      }
    });
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (next || pending) return;
        setProblem(null);
        onCancel();
      }}
      title={`Revoke ${token.name}?`}
      description="Git and the API refuse it from the next request on. This can’t be undone."
      picture={<KeyCut id={token.id} size="large" />}
      width="revoke"
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onClosed();
      }}
    >
      <DialogBody>
        {problem ? (
          <Notice tone="danger" role="alert">
            <p>
              <strong>Not revoked.</strong> {problem}
            </p>
          </Notice>
        ) : null}
        <InUse lastUsedAt={token.lastUsedAt} />
        <dl className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-4 gap-y-2 max-phone:grid-cols-[6.5rem_minmax(0,1fr)] max-phone:gap-x-3">
          <dt className="text-muted">Ends access to</dt>
          <dd className="grid gap-1 [overflow-wrap:anywhere]">
            {owner.label}
            <ScopeList token={token} />
          </dd>
          <dt className="text-muted">Last used</dt>
          <dd>
            {token.lastUsedAt ? (
              <>
                <Time at={token.lastUsedAt} show="relative" />{" "}
                <span className="text-muted">
                  <Time at={token.lastUsedAt} show="datetime" />
                </span>
              </>
            ) : (
              "Never"
            )}
          </dd>
          <dt className="text-muted">Stays</dt>
          <dd>Its name on what it did, and this row under Inactive.</dd>
        </dl>
        {use ? <RecentCallers use={use} /> : null}
      </DialogBody>
      <DialogFoot>
        <AlertDialogCancel>
          <Button pending={pending}>Cancel</Button>
        </AlertDialogCancel>
        <Button kind="danger" pending={pending} onClick={revoke}>
          {pending ? "Revoking…" : "Revoke token"}
        </Button>
      </DialogFoot>
    </AlertDialog>
  );
}

const day = 24 * 60 * 60 * 1000;

function InUse({ lastUsedAt }: { lastUsedAt: string | null }) {
  const { now } = useMoment();
  if (!lastUsedAt || now - Date.parse(lastUsedAt) >= day) return null;
  return (
    <Notice tone="caution">
      <p>
        <strong>It is in use.</strong> Whatever runs with it will fail until it gets a new token.
      </p>
    </Notice>
  );
}
