import { Ban, Check, CircleDashed, CircleX } from "lucide-react";
import { counted } from "@/app/_shell/counted";
import { Badge } from "@/components/ui/badge";
import { Panel, PanelFoot, PanelHead } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { CommitStatus } from "@/lib/commit-statuses/status";

const states = {
  SUCCESSFUL: { icon: Check, tone: "success", word: "Successful" },
  FAILED: { icon: CircleX, tone: "danger", word: "Failed" },
  INPROGRESS: { icon: CircleDashed, tone: "accent", word: "In progress" },
  STOPPED: { icon: Ban, tone: "neutral", word: "Stopped" },
} as const;

/** What builds say of a commit, the newest first. Nothing where none said anything. */
export function StatusList({ statuses, total }: { statuses: readonly CommitStatus[]; total: number }) {
  if (total === 0) return null;
  return (
    <Panel role="region" aria-labelledby="builds">
      <PanelHead>
        <h2 id="builds" className="text-base">
          Builds
        </h2>
      </PanelHead>
      <ul>
        {statuses.map(({ key, name, state, url, description, updatedAt }) => {
          const { icon, tone, word } = states[state];
          return (
            <li key={key} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2.5 last:border-b-0">
              <Badge icon={icon} tone={tone}>
                {word}
              </Badge>
              <a href={url} rel="noreferrer" className="font-medium [overflow-wrap:anywhere]">
                {name || key}
              </a>
              <span className="min-w-0 flex-[1_1_12rem] text-muted [overflow-wrap:anywhere]">{description}</span>
              <span className="text-xs text-muted">
                <Time at={updatedAt} />
              </span>
            </li>
          );
        })}
      </ul>
      {total > statuses.length ? (
        <PanelFoot>
          The newest {counted(statuses.length, "build")} of {total.toLocaleString("en")}.
        </PanelFoot>
      ) : null}
    </Panel>
  );
}
