import "server-only";
import { Download, Plus } from "lucide-react";
import type { UserCaller } from "@/app/_session/caller";
import { publicOrigin } from "@/app/_session/origin";
import { Refusal } from "@/app/_shell/refusal";
import { PageHead, Stack } from "@/components/page";
import { QueryProvider } from "@/components/query-provider";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { getIssuingRules } from "@/lib/access-tokens/issuing-rules";
import { adminNames } from "@/lib/permissions/list";
import { EmptyTokens } from "./empty-tokens";
import { exportHref, parseShown } from "./list-address";
import { listTokenItems } from "./list-token-items";
import { PlanGate } from "./plan-gate";
import { TokenList } from "./token-list";
import type { OpenedOwner } from "./token-owner";
import { introOf } from "./words";

/** The list of a resource's tokens: one page for all three kinds. */
export async function TokensPage({
  caller,
  owner,
  resource,
  searchParams,
}: OpenedOwner & { caller: UserCaller; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const shown = parseShown(await searchParams);
  const listed = await listTokenItems(caller, owner.name, shown);
  if (!listed.ok) {
    return (
      <Refusal
        title="Access tokens"
        rule={`Only admins of ${owner.label} manage its tokens.`}
        admins={await adminNames(resource)}
      />
    );
  }
  const { counts } = listed.value;
  const rules = await getIssuingRules(caller, { resource: owner.name });
  const refusal = rules.ok ? rules.value.refusal : null;
  const mayIssue = owner.offered && refusal === null;
  const any = counts.active + counts.inactive > 0;
  const intro = introOf(owner);
  return (
    <>
      <PageHead
        title="Access tokens"
        actions={
          any ? (
            <>
              <ButtonLink href={exportHref(owner.name, shown)} prefetch={false} download>
                <Icon icon={Download} />
                Export CSV
              </ButtonLink>
              {mayIssue ? (
                <ButtonLink kind="primary" href={`${owner.href}/create`}>
                  <Icon icon={Plus} />
                  Create access token
                </ButtonLink>
              ) : null}
            </>
          ) : null
        }
      >
        {intro.before}
        <strong>{owner.label}</strong>
        {intro.after}
      </PageHead>
      <Stack>
        {refusal !== null && owner.offered ? (
          <Notice>
            <p>{refusal}</p>
          </Notice>
        ) : null}
        {owner.offered ? null : <PlanGate caller={caller} owner={owner} resource={resource} tokensExist={any} />}
        {any ? (
          <QueryProvider>
            <TokenList
              owner={owner}
              shown={shown}
              initial={listed.value}
              botHost={new URL(await publicOrigin()).host}
            />
          </QueryProvider>
        ) : null}
        {!any && owner.offered ? <EmptyTokens createHref={mayIssue ? `${owner.href}/create` : null} /> : null}
      </Stack>
    </>
  );
}
