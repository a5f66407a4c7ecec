import "server-only";
import { notFound } from "next/navigation";
import type { UserCaller } from "@/app/_session/caller";
import { publicOrigin } from "@/app/_session/origin";
import { orNotFound } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { BackLink, Stack } from "@/components/page";
import { QueryProvider } from "@/components/query-provider";
import { KeyCut } from "@/components/ui/key-cut";
import { Panel, PanelBody } from "@/components/ui/panel";
import { botEmail } from "@/lib/access-tokens/bot";
import { type AccessTokenDetail, getAccessToken } from "@/lib/access-tokens/get";
import { getIssuingRules } from "@/lib/access-tokens/issuing-rules";
import { adminNames } from "@/lib/permissions/list";
import { getTokenUsage, type TokenUsage } from "@/lib/token-usage/get";
import { ScopeList } from "../scope-list";
import { toTokenItem } from "../token-item";
import type { OpenedOwner } from "../token-owner";
import type { TokenOwner } from "../words";
import { AdoptNotice } from "./adopt-notice";
import { Callers } from "./callers";
import { Explain } from "./explain";
import { Identity } from "./identity";
import { LimitsPanel } from "./limits-panel";
import { Numbers } from "./numbers";
import { Refusals } from "./refusals";
import { ReplacementPanel } from "./replacement-panel";
import { ScopesInUse } from "./scopes-in-use";
import { Section } from "./section";
import { StateLine } from "./state-line";
import { TokenActions } from "./token-actions";
import { UsageChart } from "./usage-chart";

const dayMs = 24 * 60 * 60_000;

/** A token's own page: one for all three kinds. */
export async function TokenPage({ caller, owner, resource, id }: OpenedOwner & { caller: UserCaller; id: string }) {
  const asked = { resource: owner.name, id };
  const found = await getAccessToken(caller, asked);
  if (!found.ok) {
    if (found.error.code !== "insufficient_scope") notFound();
    return (
      <Refusal
        title="Access token"
        rule={`Only admins of ${owner.label} manage its tokens.`}
        admins={await adminNames(resource)}
      />
    );
  }
  const { token, secrets } = found.value;
  const usage = orNotFound(await getTokenUsage(caller, asked));
  const rules = await getIssuingRules(caller, { resource: owner.name });
  const mayReplace = token.state !== "revoked" && owner.offered && rules.ok && rules.value.refusal === null;
  const beingReplaced = secrets.some(({ old }) => old);
  const replaceHref = mayReplace && !beingReplaced ? `${owner.href}/${token.id}/replace` : null;
  const item = toTokenItem(token);
  return (
    <QueryProvider>
      <BackLink href={owner.href}>Access tokens</BackLink>
      <div className="mb-5 flex flex-wrap items-start gap-x-6 gap-y-4">
        <div className="flex min-w-0 flex-[1_1_20rem] items-start gap-3.5">
          <KeyCut id={token.id} size="large" off={token.state !== "active"} />
          <div className="min-w-0">
            <h1 tabIndex={-1} className="outline-none [overflow-wrap:anywhere]">
              {token.name}
            </h1>
            <StateLine token={item} />
            <div className="mt-2">
              <ScopeList token={token} />
            </div>
          </div>
        </div>
        {token.state === "revoked" ? null : (
          <div className="flex flex-wrap gap-2 max-phone:flex-auto max-phone:[&>*]:flex-auto">
            <TokenActions token={item} owner={owner} replaceHref={replaceHref} />
          </div>
        )}
      </div>
      <Stack>
        {found.value.issuerLeft && token.state !== "revoked" ? <AdoptNotice token={item} owner={owner} /> : null}
        <Replacement detail={found.value} usage={usage} owner={owner} />
        <Numbers usage={usage} now={Date.now()} />
        <div className="grid grid-cols-[minmax(0,1fr)_19rem] items-start gap-6 max-columns:grid-cols-[minmax(0,1fr)]">
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
            <Used usage={usage} name={token.name} beingReplaced={beingReplaced} />
          </div>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
            <Section title="Scopes in use">
              <ScopesInUse
                granted={token.scopes}
                usage={usage}
                ageInDays={Math.floor((Date.now() - token.createdAt.getTime()) / dayMs)}
                replaceHref={replaceHref}
              />
            </Section>
            <Section title="Limits">
              <LimitsPanel token={token} suggestedRanges={usage.suggestedRanges} />
            </Section>
            <Explain owner={owner} id={token.id} />
            <Section title="Identity">
              <Identity id={token.id} commitAddress={botEmail(token.botId, new URL(await publicOrigin()).host)} />
            </Section>
          </div>
        </div>
      </Stack>
    </QueryProvider>
  );
}

function Replacement({
  detail: { token, secrets },
  usage,
  owner,
}: {
  detail: AccessTokenDetail;
  usage: TokenUsage;
  owner: TokenOwner;
}) {
  const old = secrets.find((secret) => secret.old);
  const newest = secrets.find((secret) => !secret.old);
  if (!old || !newest) return null;
  return (
    <ReplacementPanel
      token={toTokenItem(token)}
      owner={owner}
      oldSecret={old}
      replacedAt={newest.createdAt}
      callers={usage.callers.filter(({ secretId }) => secretId === old.id)}
    />
  );
}

/** What came of its requests; without any the blocks are left out. */
function Used({ usage, name, beingReplaced }: { usage: TokenUsage; name: string; beingReplaced: boolean }) {
  if (usage.days.every(({ requests }) => requests === 0)) {
    return (
      <Panel>
        <PanelBody>
          <h2 className="text-base">No requests in the last 90 days</h2>
          <p className="text-muted">Who uses it, how much and what for stands here some 10 seconds after a request.</p>
        </PanelBody>
      </Panel>
    );
  }
  return (
    <>
      <UsageChart days={usage.days} />
      {usage.callers.length > 0 ? (
        <Section title="Callers">
          <Callers callers={usage.callers} caption={`Callers of ${name}, newest first`} markOld={beingReplaced} />
        </Section>
      ) : null}
      {usage.refusals.length > 0 ? (
        <Section title="Refused">
          <Refusals refusals={usage.refusals} name={name} />
        </Section>
      ) : null}
    </>
  );
}
