"use client";
import Link from "next/link";
import { useState } from "react";
import type { Shown } from "@/app/_access-tokens/list-address";
import { orderWords } from "@/app/_access-tokens/list-choices";
import { ListState } from "@/app/_access-tokens/list-state";
import { ScopeList } from "@/app/_access-tokens/scope-list";
import { Sparkline } from "@/app/_access-tokens/sparkline";
import { Ended } from "@/app/_access-tokens/token-table";
import { FormMessage } from "@/app/_forms/form-parts";
import { done } from "@/app/_forms/form-state";
import { useRowAction } from "@/app/_forms/use-row-action";
import { Checkbox } from "@/components/ui/checkbox";
import { KeyCut } from "@/components/ui/key-cut";
import { Cell, Pair, Row, Sub, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { matchingTokensAction } from "./actions";
import { BulkRevokeDialog } from "./bulk-revoke-dialog";
import { ChoiceBar } from "./choice-bar";
import type { ChosenToken, OverviewToken } from "./overview-token";

/** There is room for the small bars from 1180 px on. */
const wide = "w-26 max-[1179px]:hidden!";

const columns = {
  active: [
    { label: "Name", className: "w-[26%]" },
    { label: "Belongs to", className: "w-40" },
    { label: "Scopes" },
    { label: "30 days", className: wide },
    { label: "Last used", className: "w-34" },
    { label: "Created", className: "w-34" },
  ],
  inactive: [
    { label: "Name", className: "w-[22%]" },
    { label: "Belongs to", className: "w-40" },
    { label: "Scopes" },
    { label: "Ended", className: "w-40" },
    { label: "Last used", className: "w-34" },
    { label: "Created", className: "w-34" },
  ],
};

/** Tokens of many resources; the active ones can be chosen and revoked together. */
export function OverviewTable({
  workspace,
  shown,
  tokens,
  lines,
  matching,
}: {
  workspace: string;
  shown: Shown;
  tokens: OverviewToken[];
  /** Requests on each of the last 30 days, by the token's id. */
  lines: Record<string, number[]>;
  /** How many there are over all pages. */
  matching: number;
}) {
  const { state } = shown;
  const mayChoose = state === "active";
  const [chosen, setChosen] = useState<ReadonlyMap<string, ChosenToken>>(new Map());
  const [asking, setAsking] = useState(false);
  const choosing = useRowAction();

  function choose(some: ChosenToken[], on: boolean) {
    setChosen((before) => {
      const next = new Map(before);
      for (const token of some) {
        if (on) next.set(token.id, token);
        else next.delete(token.id);
      }
      return next;
    });
  }

  function chooseMatching() {
    const { search, filter, sort } = shown;
    choosing.run(async () => {
      const answer = await matchingTokensAction(workspace, { state, search, filter, sort });
      if (answer.status !== "done") return answer;
      setChosen(new Map(answer.value.map((token) => [token.id, token])));
      return done(null);
    });
  }

  return (
    <>
      {choosing.message === null ? null : (
        <div className="border-b p-3">
          <FormMessage message={choosing.message} />
        </div>
      )}
      {mayChoose ? (
        <ChoiceBar
          chosen={chosen}
          onPage={tokens}
          matching={matching}
          pending={choosing.pending}
          onChoosePage={(on) => (on ? choose(tokens, true) : setChosen(new Map()))}
          onChooseMatching={chooseMatching}
          onRevoke={() => setAsking(true)}
        />
      ) : null}
      <Table
        caption={`${mayChoose ? "Active" : "Inactive"} access tokens of ${workspace}, ${orderWords(state, shown.sort).toLowerCase()}`}
        columns={columns[state]}
      >
        {tokens.map((token) => (
          <Row key={token.id}>
            <Cell>
              <div className="flex min-w-0 items-start gap-2.5">
                {mayChoose ? (
                  <Checkbox
                    className="mt-0.5"
                    aria-label={`Choose ${token.name}`}
                    checked={chosen.has(token.id)}
                    onChange={(event) => choose([token], event.target.checked)}
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
                    <ListState token={token} />
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
            {mayChoose ? (
              <Cell className={wide}>
                <Sparkline days={lines[token.id] ?? []} />
              </Cell>
            ) : (
              <Pair label="Ended">
                <Ended token={token} />
              </Pair>
            )}
            <Pair label="Last used">
              {token.lastUsedAt ? (
                <Time at={token.lastUsedAt} show="relative" />
              ) : (
                <span className="text-muted">Never</span>
              )}
            </Pair>
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
          tokens={[...chosen.values()]}
          open={asking}
          onOpenChange={setAsking}
          onRevoked={() => setChosen(new Map())}
        />
      ) : null}
    </>
  );
}
