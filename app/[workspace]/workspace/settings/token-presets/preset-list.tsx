"use client";
import { useId } from "react";
import { ScopeList } from "@/app/_access-tokens/scope-list";
import { countOf } from "@/app/_access-tokens/words";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { useToast } from "@/components/ui/toast";
import type { TokenPreset } from "@/lib/token-presets/preset";
import { deletePresetAction } from "./actions";

export function PresetList({
  title,
  workspace,
  presets,
}: {
  title: string;
  workspace: string;
  presets: TokenPreset[];
}) {
  const { run, pending, message } = useRowAction();
  const showToast = useToast();
  const heading = useId();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <FormMessage message={message} />
      <Panel role="region" aria-labelledby={heading}>
        <PanelHead>
          <h2 id={heading} className="text-base">
            {title}
          </h2>
        </PanelHead>
        {presets.length === 0 ? (
          <PanelBody className="text-muted">There are none yet.</PanelBody>
        ) : (
          <ul>
            {presets.map((preset) => (
              <li
                key={preset.id}
                className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b px-4 py-2.5 last:border-b-0"
              >
                <div className="min-w-0 flex-[1_1_14rem] [overflow-wrap:anywhere]">
                  <span className="font-semibold">{preset.name}</span>
                  <span className="block text-xs text-muted">{summary(preset)}</span>
                </div>
                <ScopeList token={{ kind: "workspace", name: preset.name, scopes: preset.scopes }} />
                {preset.builtIn ? null : (
                  <Button
                    size="small"
                    pending={pending}
                    aria-label={`Delete the preset ${preset.name}`}
                    onClick={() =>
                      run(
                        () => deletePresetAction(workspace, preset.id),
                        () =>
                          showToast({
                            title: "Preset deleted",
                            text: `Tokens that were made with ${preset.name} stay as they are.`,
                          }),
                      )
                    }
                  >
                    Delete
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  );
}

function summary({ lifetimeDays, addresses, refs }: TokenPreset): string {
  return [
    lifetimeDays === null ? "Never expires" : `Expires after ${countOf(lifetimeDays, "day")}`,
    addresses && `from ${addresses.join(", ")}`,
    refs && `pushes to ${refs.join(", ")}`,
  ]
    .filter(Boolean)
    .join(" · ");
}
