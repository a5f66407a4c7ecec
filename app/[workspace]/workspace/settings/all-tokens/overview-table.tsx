"use client";
import { Ban, CircleDot, ClockAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ScopeList } from "@/app/_access-tokens/scope-list";
import { countOf, endedBy } from "@/app/_access-tokens/words";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { KeyCut } from "@/components/ui/key-cut";
import { Status } from "@/components/ui/status";
import { Cell, Pair, Row, Sub, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { BulkRevokeDialog } from "./bulk-revoke-dialog";
import type { OverviewToken } from "./overview-token";

type Props = { workspace: string; state: "active" | "inactive"; tokens: OverviewToken[] };

/** Tokens of many resources; the active ones can be chosen and revoked together. */
export function OverviewTable({ workspace, state, tokens }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const mayChoose = state === "active";
  const all = tokens.length > 0 && tokens.every(({ id }) => chosen.has(id));
  const toggle = (ids: string[], on: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  const columns = [
    { label: "Name", className: "w-[26%]" },
    { label: "Belongs to", className: "w-40" },
    { label: "Scopes" },
    { label: "Last used", className: "w-34" },
    state === "active" ? { label: "Ends", className: "w-34" } : { label: "Ended", className: "w-40" },
    { label: "Created", className: "w-34" },
  ];
  return (
    <>
      {mayChoose ? (
        <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2">
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the box is inside. */}
          <label className="inline-flex items-center gap-2.5">
            <Checkbox
              checked={all}
              onChange={(event) =>
                toggle(
                  tokens.map(({ id }) => id),
                  event.target.checked,
                )
              }
            />
            All on this page
          </label>
          <span className="ml-auto text-sm text-muted" role="status">
            {chosen.size === 0 ? "None chosen" : `${countOf(chosen.size, "token")} chosen`}
          </span>
          <Button redText aria-disabled={chosen.size === 0} onClick={() => setAsking(true)}>
            Revoke…
          </Button>
        </div>
      ) : null}
      <Table caption={`${state === "active" ? "Active" : "Inactive"} access tokens of ${workspace}`} columns={columns}>
        {tokens.map((token) => (
          <Row key={token.id}>
            <Cell>
              <div className="flex min-w-0 items-start gap-2.5">
                {mayChoose ? (
                  <Checkbox
                    className="mt-0.5"
                    aria-label={`Choose ${token.name}`}
                    checked={chosen.has(token.id)}
                    onChange={(event) => toggle([token.id], event.target.checked)}
                  />
                ) : null}
                <KeyCut id={token.id} off={token.state !== "active"} />
                <div className="min-w-0">
                  {token.owner ? (
                    <Link
                      href={`${token.owner.href}/${token.id}`}
                      prefetch={false}
                      className="font-semibold text-fg no-underline [overflow-wrap:anywhere] hover:underline"
                    >
                      {token.name}
                    </Link>
                  ) : (
                    <span className="font-semibold [overflow-wrap:anywhere]">{token.name}</span>
                  )}
                  <span className="mt-0.5 flex">
                    <StateOf token={token} />
                  </span>
                </div>
              </div>
            </Cell>
            <Pair label="Belongs to">
              {token.owner ? (
                <Link
                  href={token.owner.href}
                  prefetch={false}
                  className="text-fg no-underline [overflow-wrap:anywhere] hover:underline"
                >
                  {token.owner.label}
                </Link>
              ) : (
                <span className="text-muted">A deleted {token.kind}</span>
              )}
            </Pair>
            <Cell>
              <ScopeList token={token} />
            </Cell>
            <Pair label="Last used">
              {token.lastUsedAt ? (
                <Time at={token.lastUsedAt} show="relative" />
              ) : (
                <span className="text-muted">Never</span>
              )}
            </Pair>
            {token.endedAt ? (
              <Pair label="Ended">
                <Time at={token.endedAt} show="datetime" />
                {token.state === "revoked" ? <Sub>by {endedBy(token)}</Sub> : null}
              </Pair>
            ) : (
              <Pair label="Ends">
                {token.expiresAt ? (
                  <Time at={token.expiresAt} show="date" />
                ) : (
                  <span className="text-muted">Never</span>
                )}
              </Pair>
            )}
            <Pair label="Created">
              <Time at={token.createdAt} show="date" />
              <Sub>by {token.createdBy ?? "the command line"}</Sub>
            </Pair>
          </Row>
        ))}
      </Table>
      {mayChoose ? (
        <BulkRevokeDialog
          workspace={workspace}
          tokens={tokens.filter(({ id }) => chosen.has(id))}
          open={asking}
          onOpenChange={setAsking}
          onRevoked={() => setChosen(new Set())}
        />
      ) : null}
    </>
  );
}

function StateOf({ token }: { token: OverviewToken }) {
  switch (token.state) {
    case "active":
      return (
        <Status icon={CircleDot} live>
          Active
        </Status>
      );
    case "expired":
      return <Status icon={ClockAlert}>Expired</Status>;
    case "revoked":
      return <Status icon={Ban}>Revoked</Status>;
  }
}
