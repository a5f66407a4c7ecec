"use client";
import { Ban, CircleDot, Copy, Ellipsis } from "lucide-react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";
import { Icon } from "@/components/ui/icon";
import { KeyCut } from "@/components/ui/key-cut";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Status } from "@/components/ui/status";
import { Cell, MenuCell, Pair, Row, Sub, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";
import { botEmail } from "@/lib/access-tokens/bot";
import { ScopeList } from "./scope-list";
import type { TokenItem } from "./token-item";
import type { TokenOwner } from "./words";

const columns = {
  active: [
    { label: "Name", className: "w-[27%]" },
    { label: "Scopes" },
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

const captions = {
  active: (label: string) => `Active access tokens of ${label}, most recently used first`,
  inactive: (label: string) => `Inactive access tokens of ${label}, most recently ended first`,
};

export function menuButtonId(tokenId: string): string {
  return `actions-${tokenId}`;
}

export function TokenTable({
  owner,
  state,
  tokens,
  created,
  botHost,
  onRevoke,
}: {
  owner: TokenOwner;
  state: "active" | "inactive";
  tokens: TokenItem[];
  created: string | undefined;
  botHost: string;
  onRevoke: (token: TokenItem) => void;
}) {
  return (
    <Table caption={captions[state](owner.label)} columns={columns[state]}>
      {tokens.map((token) => (
        <Row key={token.id} className={token.id === created ? "animate-just-changed" : ""}>
          <Cell>
            <div className="flex min-w-0 items-start gap-2.5">
              <KeyCut id={token.id} off={token.state === "revoked"} />
              <div className="min-w-0">
                <span className="font-semibold [overflow-wrap:anywhere]">{token.name}</span>
                <span className="mt-0.5 flex">
                  {token.state === "active" ? (
                    <Status icon={CircleDot} live>
                      Active, never expires
                    </Status>
                  ) : (
                    <Status icon={Ban}>Revoked</Status>
                  )}
                </span>
              </div>
            </div>
          </Cell>
          <Cell>
            <ScopeList token={token} />
          </Cell>
          {token.revokedAt ? (
            <Pair label="Ended">
              <Time at={token.revokedAt} show="datetime" />
              <Sub>by {token.revokedBy ?? "the command line"}</Sub>
            </Pair>
          ) : null}
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
          {token.state === "active" ? (
            <MenuCell>
              <TokenMenu token={token} botHost={botHost} onRevoke={() => onRevoke(token)} />
            </MenuCell>
          ) : null}
        </Row>
      ))}
    </Table>
  );
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
