import { CircleCheck, CircleX, LoaderCircle, type LucideIcon, OctagonX } from "lucide-react";
import { counted } from "@/app/_shell/counted";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { CommitStatus } from "@/lib/commit-statuses/status";

/** What builds say of a commit, the newest first. Nothing where none said anything. */
export function BuildPanel({ builds, total }: { builds: readonly CommitStatus[]; total: number }) {
  if (total === 0) return null;
  const more = total - builds.length;
  return (
    <Panel role="region" aria-labelledby="builds">
      <PanelHead>
        <h2 id="builds" className="text-base">
          Builds
        </h2>
        <span className="ml-auto text-sm text-muted">{counted(total, "build")}</span>
      </PanelHead>
      <PanelBody>
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
          {builds.map(({ key, name, description, state, url, updatedAt }) => {
            const look = looks[state];
            return (
              <li key={key} className="flex gap-2">
                <Icon icon={look.icon} className={cx("mt-0.5", look.tone)} />
                <div className="min-w-0 [overflow-wrap:anywhere]">
                  <a href={url} rel="noreferrer">
                    {name || key}
                  </a>
                  <p className="text-xs text-muted">
                    {look.words} · <Time at={updatedAt} />
                    {description ? ` · ${description}` : ""}
                  </p>
                </div>
              </li>
            );
          })}
        </ul>
        {more > 0 ? <p className="mt-2 text-xs text-muted">And {more.toLocaleString("en")} more.</p> : null}
      </PanelBody>
    </Panel>
  );
}

const looks: Record<CommitStatus["state"], { icon: LucideIcon; tone: string; words: string }> = {
  SUCCESSFUL: { icon: CircleCheck, tone: "text-success-fg", words: "Successful" },
  FAILED: { icon: CircleX, tone: "text-danger-fg", words: "Failed" },
  INPROGRESS: { icon: LoaderCircle, tone: "text-muted", words: "In progress" },
  STOPPED: { icon: OctagonX, tone: "text-muted", words: "Stopped" },
};
