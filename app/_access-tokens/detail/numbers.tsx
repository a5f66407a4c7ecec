import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { TokenUsage } from "@/lib/token-usage/get";
import { countOf } from "../words";
import { addressWords, clientWords } from "./usage-words";

const monthMs = 30 * 24 * 60 * 60_000;

/** What a token did in the last 30 days, in four numbers. */
export function Numbers({ usage, now }: { usage: TokenUsage; now: number }) {
  const callers = usage.callers.filter(({ lastAt }) => now - lastAt.getTime() < monthMs);
  const addresses = new Set(callers.map(({ address }) => address)).size;
  const reasons = new Set(usage.refusals.map(({ outcome, scope }) => `${outcome} ${scope}`)).size;
  const { lastUse } = usage;
  return (
    <Panel>
      <dl className="grid grid-cols-4 max-phone:grid-cols-2 [&>div]:max-phone:nth-3:border-l-0 [&>div]:max-phone:nth-[n+3]:border-t">
        <Figure
          name="Requests, 30 days"
          detail={usage.requests30 === 0 ? "" : `${Math.ceil(usage.requests30 / 30).toLocaleString("en")} a day`}
        >
          {usage.requests30.toLocaleString("en")}
        </Figure>
        <Figure name="Refused, 30 days" detail={usage.refusals30 === 0 ? "" : countOf(reasons, "reason")}>
          {usage.refusals30.toLocaleString("en")}
        </Figure>
        <Figure
          name="Callers, 30 days"
          detail={
            callers.length === 0 ? "" : addresses === 1 ? "1 address" : `${addresses.toLocaleString("en")} addresses`
          }
        >
          {callers.length.toLocaleString("en")}
        </Figure>
        <Figure
          name="Last used"
          detail={
            lastUse ? (
              <>
                <Time at={lastUse.at} show="datetime" />
                <span className="block truncate" title={lastUse.client}>
                  {clientWords(lastUse.client)}, {addressWords(lastUse.address)}
                </span>
              </>
            ) : (
              ""
            )
          }
        >
          {lastUse ? <Time at={lastUse.at} show="relative" /> : "Never"}
        </Figure>
      </dl>
    </Panel>
  );
}

function Figure({ name, detail, children }: { name: string; detail: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0 px-4 pt-3 pb-3.5 not-first:border-l">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-xl font-semibold tracking-[-0.012em] tabular-nums">
        {children}
        <span className="block text-xs font-normal tracking-normal text-muted">{detail}</span>
      </dd>
    </div>
  );
}
