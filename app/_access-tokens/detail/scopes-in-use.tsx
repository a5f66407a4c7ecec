"use client";
import { Check, CircleDashed, ListFilter } from "lucide-react";
import { useId, useState } from "react";
import { ButtonLink } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Hint } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { PanelBody } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { effectiveScopes, isScope } from "@/lib/authorization/scopes";
import type { TokenUsage } from "@/lib/token-usage/get";
import { scopeTitle } from "../scope-chips";

export type UsedWithin = "30" | "90";

const dashes = "bg-[repeating-linear-gradient(90deg,var(--border-strong)_0_4px,transparent_4px_8px)]";

/** Which of its scopes a token needed, and the way to a replacement that holds those alone. */
export function ScopesInUse({
  granted,
  usage,
  ageInDays,
  replaceHref,
}: {
  granted: readonly string[];
  usage: Pick<TokenUsage, "scopes" | "usedScopes30" | "usedScopes90">;
  /** How long it has been there, where that is shorter than what is looked at. */
  ageInDays: number;
  /** Where it is replaced; null where it can't be. */
  replaceHref: string | null;
}) {
  const selectId = useId();
  const [within, setWithin] = useState<UsedWithin>("90");
  const scopes = usage.scopes.map(({ scope, used30, used90 }) => ({ scope, times: within === "30" ? used30 : used90 }));
  const all = scopes.reduce((total, { times }) => total + times, 0);
  const unused = scopes.filter(({ times }) => times === 0).length;
  const enough = within === "30" ? usage.usedScopes30 : usage.usedScopes90;
  const narrower = effectiveScopes(enough).length < effectiveScopes(granted).length;
  return (
    <PanelBody className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={selectId}>Needed within</label>
        <Select
          id={selectId}
          value={within}
          onChange={(event) => setWithin(event.target.value as UsedWithin)}
          className="w-28"
        >
          <option value="30">30 days</option>
          <option value="90">90 days</option>
        </Select>
      </div>
      <p>
        {unused === 0
          ? "Every scope was needed."
          : `${unused} of ${scopes.length} ${unused === 1 ? "was" : "were"} not needed.`}
        {ageInDays < Number(within) ? ` It has been there for ${days(ageInDays)}.` : ""}
      </p>
      <ul className="grid gap-3">
        {scopes.map(({ scope, times }) => (
          <li key={scope}>
            <div className="flex items-center gap-2">
              <Icon icon={times > 0 ? Check : CircleDashed} className={times > 0 ? "text-live" : "text-caution-fg"} />
              <span className="min-w-0 [overflow-wrap:anywhere]">{isScope(scope) ? scopeTitle(scope) : scope}</span>
              <span
                className={cx(
                  "ml-auto text-sm whitespace-nowrap tabular-nums",
                  times > 0 ? "text-muted" : "font-medium text-caution-fg",
                )}
              >
                {times > 0 ? times.toLocaleString("en") : "not used"}
              </span>
            </div>
            <div
              aria-hidden="true"
              className={cx("mt-1 ml-6 h-1 overflow-hidden rounded-[2px]", times > 0 ? "bg-press" : dashes)}
            >
              {times > 0 ? (
                <div
                  className="h-full rounded-[2px] bg-chart forced-colors:bg-[CanvasText]"
                  style={{ width: `max(3px, ${Math.round((100 * times) / all)}%)` }}
                />
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {narrower && enough.length > 0 ? (
        <p className="text-sm text-muted">
          Enough would be{" "}
          <strong>{enough.map((scope) => (isScope(scope) ? scopeTitle(scope) : scope)).join(", ")}</strong>.
        </p>
      ) : null}
      {enough.length === 0 ? <p className="text-sm text-muted">Nothing that it did took a scope.</p> : null}
      {replaceHref && narrower && enough.length > 0 ? (
        <div>
          <ButtonLink href={`${replaceHref}?used=${within}`} className="w-full whitespace-normal!">
            <Icon icon={ListFilter} />
            Replace with only what is used
          </ButtonLink>
          <Hint className="mt-2">Same token, fewer scopes, a new secret. You see it all before it happens.</Hint>
        </div>
      ) : null}
    </PanelBody>
  );
}

function days(count: number): string {
  return count === 0 ? "less than a day" : count === 1 ? "1 day" : `${count} days`;
}
