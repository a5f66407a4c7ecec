"use client";
import { Ban, Copy, Ellipsis } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";
import { Icon } from "@/components/ui/icon";
import { KeyCut } from "@/components/ui/key-cut";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Cell, MenuCell, Pair, Row, Sub, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";
import { botEmail } from "@/lib/access-tokens/bot";
import { ListState } from "./list-state";
import { ScopeList } from "./scope-list";
import { Sparkline } from "./sparkline";
import type { TokenItem } from "./token-item";
import { endedBy, type TokenOwner } from "./words";

/** There is room for the small bars from 1180 px on. */
const wide = "w-26 max-[1179px]:hidden!";

const columns = {
  active: [
    { label: "Name", className: "w-[27%]" },
    { label: "Scopes" },
    { label: "30 days", className: wide },
    { label: "Last used", className: "w-38" },
    { label: "Created", className: "w-38" },
    { label: "Actions", hidden: true },
  ],
  inactive: [
    { label: "Name", className: "w-1/5" },
    { label: "Scopes" },
    { label: "Ended", className: "w-44" },
    { label: "Last used", className: "w-36" },
    { label: "Created", className: "w-36" },
  ],
};

export function menuButtonId(tokenId: string): string {
  return `actions-${tokenId}`;
}

export function TokenTable({
  owner,
  state,
  order,
  tokens,
  lines,
  created,
  botHost,
  onRevoke,
}: {
  owner: TokenOwner;
  state: "active" | "inactive";
  /** In words, for screen readers. */
  order: string;
  tokens: TokenItem[];
  lines: Record<string, number[]>;
  created: string | undefined;
  botHost: string;
  onRevoke: (token: TokenItem) => void;
}) {
  return (
    <Table
      caption={`${state === "active" ? "Active" : "Inactive"} access tokens of ${owner.label}, ${order}`}
      columns={columns[state]}
    >
      {tokens.map((token) => (
        <Row key={token.id} className={token.id === created ? "animate-just-changed" : ""}>
          <Cell>
            <div className="flex min-w-0 items-start gap-2.5">
              <KeyCut id={token.id} off={token.state !== "active"} />
              <div className="min-w-0">
                <Link
                  href={`${owner.href}/${token.id}`}
                  prefetch={false}
                  className="font-semibold text-fg no-underline [overflow-wrap:anywhere] hover:underline"
                >
                  {token.name}
                </Link>
                <span className="mt-0.5 flex">
                  <ListState token={token} />
                </span>
              </div>
            </div>
          </Cell>
          <Cell>
            <ScopeList token={token} />
          </Cell>
          {state === "active" ? (
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
              <>
                <Time at={token.lastUsedAt} show="relative" />
                <Sub dot>
                  <Time at={token.lastUsedAt} show="datetime" />
                </Sub>
              </>
            ) : (
              <span className="text-muted">Never</span>
            )}
          </Pair>
          <Pair label="Created">
            <Time at={token.createdAt} show="date" />
            <Sub>by {token.createdBy ?? "the command line"}</Sub>
          </Pair>
          {state === "active" ? (
            <MenuCell>
              <TokenMenu token={token} botHost={botHost} onRevoke={() => onRevoke(token)} />
            </MenuCell>
          ) : null}
        </Row>
      ))}
    </Table>
  );
}

/** When a token ended, and by whom. */
export function Ended({ token }: { token: TokenItem }) {
  if (token.revokedAt) {
    return (
      <>
        <Time at={token.revokedAt} show="datetime" />
        <Sub>by {endedBy(token)}</Sub>
      </>
    );
  }
  return token.expiresAt ? <Time at={token.expiresAt} show="datetime" /> : null;
}

function TokenMenu({ token, botHost, onRevoke }: { token: TokenItem; botHost: string; onRevoke: () => void }) {
  const showToast = useToast();

  async function copy(text: string, what: string) {
    // Where nothing may be copied, the toast at least shows what to write down.
    showToast((await copyText(text)) ? { title: `${what} copied` } : { title: what, text });
  }

  return (
    <Menu
      trigger={
        <Button kind="quiet" iconOnly id={menuButtonId(token.id)} aria-label={`Actions for ${token.name}`}>
          <Icon icon={Ellipsis} />
        </Button>
      }
    >
      <MenuItem onSelect={() => copy(`{${token.id}}`, "Bot UUID")}>
        <Icon icon={Copy} />
        Copy bot UUID
      </MenuItem>
      <MenuItem onSelect={() => copy(botEmail(token.botId, botHost), "Commit address")}>
        <Icon icon={Copy} />
        Copy commit address
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger onSelect={onRevoke}>
        <Icon icon={Ban} />
        Revoke…
      </MenuItem>
    </Menu>
  );
}
