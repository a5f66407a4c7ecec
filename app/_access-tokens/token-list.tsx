"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { announce } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import { Pagination } from "@/components/ui/pagination";
import { Panel, PanelFoot } from "@/components/ui/panel";
import { LinkTabs } from "@/components/ui/tabs";
import { useToast } from "@/components/ui/toast";
import { FailedRefresh } from "./failed-refresh";
import { listHref, type Shown } from "./list-address";
import { orderWords } from "./list-choices";
import { FilterField, SortField } from "./list-fields";
import { NothingFound } from "./nothing-found";
import { RevokeDialog, type RevokeOutcome } from "./revoke-dialog";
import { SearchField } from "./search-field";
import type { TokenItem, TokenItemPage } from "./token-item";
import { NoLongerAllowedError, tokenListQuery } from "./token-list-query";
import { menuButtonId, TokenTable } from "./token-table";
import { countOf, type TokenOwner } from "./words";

const tokensPerPage = 50;

/** The tokens of a resource, brought up to date while the page is open. */
export function TokenList({
  owner,
  shown,
  initial,
  botHost,
}: {
  owner: TokenOwner;
  shown: Shown;
  initial: TokenItemPage;
  /** What commit addresses end with. */
  botHost: string;
}) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const showToast = useToast();
  const list = useQuery(tokenListQuery(owner.name, shown, initial));
  const [revoking, setRevoking] = useState<TokenItem | null>(null);
  const [conflict, setConflict] = useState<string | null>(null);
  const focusNext = useRef<string | null>(null);
  const { tokens, lines, counts, matching, page, pageCount } = list.data;

  const notAllowed = list.error instanceof NoLongerAllowedError;
  useEffect(() => {
    if (notAllowed) router.refresh();
  }, [notAllowed, router]);

  useEffect(() => {
    if (shown.search !== "") announce(`${countOf(matching, "token")} match${matching === 1 ? "es" : ""}`);
  }, [shown.search, matching]);

  function onRevoked(token: TokenItem, outcome: RevokeOutcome) {
    focusNext.current = neighbour(tokens, token);
    setRevoking(null);
    setConflict(outcome.conflict);
    if (outcome.conflict === null) {
      showToast({ title: `${token.name} revoked`, text: "Its next request will be refused." });
    }
    queryClient.setQueryData(
      tokenListQuery(owner.name, shown, initial).queryKey,
      (page) => page && without(page, token),
    );
    void queryClient.invalidateQueries({ queryKey: ["access-tokens"] });
    // The other tab's page comes from the server.
    router.refresh();
  }

  const href = (change: Partial<Shown>) => listHref(owner.href, { ...shown, created: undefined, page: 1, ...change });

  return (
    <div>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <LinkTabs
          label="Tokens by state"
          tabs={(["active", "inactive"] as const).map((state) => ({
            href: href({ state, search: "", filter: undefined, sort: undefined }),
            label: state === "active" ? "Active" : "Inactive",
            count: counts[state],
            current: state === shown.state,
          }))}
        />
        <div className="flex flex-[0_1_44rem] flex-wrap justify-end gap-2 max-cards:flex-[1_1_100%]">
          <FilterField shown={shown} href={href} />
          <SortField shown={shown} href={href} />
          <SearchField search={shown.search} href={(search) => href({ search })} state={shown.state} />
        </div>
      </div>
      {conflict ? (
        <Notice tone="accent" role="status" className="mb-3">
          <p>{conflict}</p>
        </Notice>
      ) : null}
      {list.isError && !notAllowed ? <FailedRefresh at={list.data.at} retry={() => list.refetch()} /> : null}
      <Panel>
        {tokens.length === 0 ? (
          <NothingFound shown={shown} clearHref={href({ search: "", filter: undefined })} />
        ) : (
          <TokenTable
            owner={owner}
            state={shown.state}
            order={orderWords(shown.state, shown.sort).toLowerCase()}
            tokens={tokens}
            lines={lines}
            created={shown.created}
            botHost={botHost}
            onRevoke={setRevoking}
          />
        )}
        {tokens.length > 0 ? (
          <PanelFoot className="flex-wrap">
            {shown.state === "active" ? <Icon icon={RefreshCw} /> : null}
            <span className="min-w-0 flex-[1_1_12rem]">
              {countOf(counts[shown.state], `${shown.state} token`)}.{" "}
              {shown.state === "active"
                ? "Last use is brought up to date every 30 seconds."
                : "They stay here so that what they did keeps its author."}
            </span>
            <Pagination
              page={page}
              pageCount={pageCount}
              pageLength={tokensPerPage}
              total={matching}
              href={(number) => href({ page: number })}
            />
          </PanelFoot>
        ) : null}
      </Panel>
      <RevokeDialog
        token={revoking}
        owner={owner}
        onCancel={() => {
          focusNext.current = revoking && menuButtonId(revoking.id);
          setRevoking(null);
        }}
        onRevoked={onRevoked}
        onClosed={() => focus(focusNext.current)}
      />
    </div>
  );
}

/** The menu to go to once the token's row is gone: the next one's, else the one before. */
function neighbour(tokens: TokenItem[], token: TokenItem): string | null {
  const index = tokens.findIndex(({ id }) => id === token.id);
  const next = tokens[index + 1] ?? tokens[index - 1];
  return next ? menuButtonId(next.id) : null;
}

/** Focuses the element, or the page's heading where there is none any more. */
function focus(id: string | null) {
  const element = id ? document.getElementById(id) : null;
  (element ?? document.querySelector<HTMLElement>("h1"))?.focus();
}

function without(page: TokenItemPage, token: TokenItem): TokenItemPage {
  const tokens = page.tokens.filter(({ id }) => id !== token.id);
  if (tokens.length === page.tokens.length) return page;
  const { active, inactive } = page.counts;
  return { ...page, tokens, matching: page.matching - 1, counts: { active: active - 1, inactive: inactive + 1 } };
}
