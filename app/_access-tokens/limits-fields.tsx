"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Hint } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Textarea } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { type GrantDraft, linesOf } from "./grant-draft";
import { countOf } from "./words";

type Limits = Pick<GrantDraft, "addresses" | "addressMode" | "refs">;

/** Where a token may come from and where it may push. Closed until somebody wants it, or it holds something. */
export function LimitsFields({
  limits,
  onChange,
  errors,
  addressHint,
  refHint,
  seen,
}: {
  limits: Limits;
  onChange: (change: Partial<Limits>, field: "addresses" | "refs") => void;
  errors: Record<string, string[]>;
  addressHint: string;
  refHint: string;
  /** Ranges that a token was used from, to hold its replacement to. */
  seen: readonly string[];
}) {
  const addresses = linesOf(limits.addresses);
  const refs = linesOf(limits.refs);
  const wrong = Boolean(errors.addresses?.length || errors.refs?.length);
  const [opened, setOpened] = useState(addresses !== null || refs !== null);
  return (
    <Panel>
      <details
        open={opened || wrong}
        onToggle={(event) => setOpened(event.currentTarget.open)}
        className="[&[open]>summary>svg]:rotate-90"
      >
        <summary className="flex min-h-11 list-none items-center gap-2 px-4 py-2 [&::-webkit-details-marker]:hidden">
          <Icon icon={ChevronRight} className="text-muted" />
          <span className="font-semibold">Limits</span>
          <span className="ml-auto text-right text-sm text-muted">{summary(addresses, refs)}</span>
        </summary>
        <div className="grid grid-cols-2 gap-x-6 gap-y-5 border-t p-4 max-cards:grid-cols-1">
          <div className="grid content-start gap-4">
            <Field label="Addresses" hint={addressHint} error={errors.addresses}>
              {(control) => (
                <Textarea
                  {...control}
                  name="addresses"
                  value={limits.addresses}
                  onChange={(event) => onChange({ addresses: event.target.value }, "addresses")}
                  autoComplete="off"
                  spellCheck={false}
                  className="font-mono"
                />
              )}
            </Field>
            {seen.length > 0 && addresses?.join() !== seen.join() ? (
              <div className="grid justify-items-start gap-1">
                <Button
                  size="small"
                  onClick={() => onChange({ addresses: seen.join("\n"), addressMode: "enforce" }, "addresses")}
                >
                  Hold it to the addresses seen
                </Button>
                <Hint>It came from {seen.join(", ")}.</Hint>
              </div>
            ) : null}
            {addresses ? (
              <Field
                label="From other addresses"
                hint={
                  limits.addressMode === "watch"
                    ? "The token’s page then proposes the ranges it has seen."
                    : "They get the answer that an unknown token gets."
                }
              >
                {(control) => (
                  <Select
                    {...control}
                    name="addressMode"
                    value={limits.addressMode}
                    onChange={(event) =>
                      onChange({ addressMode: event.target.value as Limits["addressMode"] }, "addresses")
                    }
                  >
                    <option value="enforce">Enforce: refuse them</option>
                    <option value="watch">Watch: let them in and record them</option>
                  </Select>
                )}
              </Field>
            ) : null}
          </div>
          <Field label="Push to" hint={refHint} error={errors.refs} className="content-start">
            {(control) => (
              <Textarea
                {...control}
                name="refs"
                value={limits.refs}
                onChange={(event) => onChange({ refs: event.target.value }, "refs")}
                autoComplete="off"
                spellCheck={false}
                className="font-mono"
              />
            )}
          </Field>
        </div>
      </details>
    </Panel>
  );
}

function summary(addresses: string[] | null, refs: string[] | null): string {
  if (!addresses && !refs) return "None: any address, any ref that its scopes allow";
  const parts = [
    addresses ? countOf(addresses.length, "address range") : null,
    refs ? countOf(refs.length, "ref pattern") : null,
  ];
  return parts.filter(Boolean).join(", ");
}
