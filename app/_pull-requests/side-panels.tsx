import {
  Check,
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  TriangleAlert,
} from "lucide-react";
import { nameOf, PersonMark } from "@/app/_people/person";
import { counted } from "@/app/_shell/counted";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { CommitStatus } from "@/lib/commit-statuses/status";
import type { Obstacle } from "@/lib/pull-requests/check-merge";
import type { Review } from "./reviews";

/** What is in the way of a merge, for everybody to see. */
export function MergePanel({ obstacles }: { obstacles: Obstacle[] }) {
  return (
    <Panel role="region" aria-labelledby="merging">
      <PanelHead>
        <h2 id="merging" className="text-base">
          Merging
        </h2>
      </PanelHead>
      <PanelBody>
        {obstacles.length === 0 ? (
          <p className="flex gap-2">
            <Icon icon={CircleCheck} className="mt-0.5 text-success-fg" />
            Nothing is in the way.
          </p>
        ) : (
          <ul className="grid gap-2">
            {obstacles.map(({ message }) => (
              <li key={message} className="flex gap-2">
                <Icon icon={TriangleAlert} className="mt-0.5 text-caution-fg" />
                <span className="min-w-0 [overflow-wrap:anywhere]">{message}</span>
              </li>
            ))}
          </ul>
        )}
      </PanelBody>
    </Panel>
  );
}

/** Who was asked, and what was said. */
export function ReviewPanel({ reviews }: { reviews: Review[] }) {
  return (
    <Panel role="region" aria-labelledby="reviewers">
      <PanelHead>
        <h2 id="reviewers" className="text-base">
          Reviewers
        </h2>
      </PanelHead>
      <PanelBody>
        {reviews.length === 0 ? (
          <p className="text-muted">Nobody is asked to look at it.</p>
        ) : (
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
            {reviews.map(({ person, said }) => (
              <li key={person.id} className="flex items-center gap-2">
                <PersonMark person={person} size="small" />
                <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{nameOf(person)}</span>
                <Said said={said} />
              </li>
            ))}
          </ul>
        )}
      </PanelBody>
    </Panel>
  );
}

function Said({ said }: Pick<Review, "said">) {
  if (said === "approved") {
    return (
      <Status icon={Check} live>
        Approved
      </Status>
    );
  }
  if (said === "changes_requested") {
    return (
      <Status icon={TriangleAlert} className="text-caution-fg!">
        Wants changes
      </Status>
    );
  }
  return <Status icon={CircleDashed}>Not yet</Status>;
}

/** What builds say of the commit that it is at. */
export function BuildPanel({ builds, more }: { builds: CommitStatus[]; more: number }) {
  return (
    <Panel role="region" aria-labelledby="builds">
      <PanelHead>
        <h2 id="builds" className="text-base">
          Builds
        </h2>
        <span className="ml-auto text-sm text-muted">{counted(builds.length + more, "build")}</span>
      </PanelHead>
      <PanelBody>
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
          {builds.map(({ key, name, description, state, url, updatedAt }) => {
            const look = buildLooks[state];
            return (
              <li key={key} className="flex gap-2">
                <Icon icon={look.icon} className={cx("mt-0.5", look.tone)} />
                <div className="min-w-0 [overflow-wrap:anywhere]">
                  <a href={url} rel="noreferrer nofollow">
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
        {more > 0 ? <p className="mt-2 text-xs text-muted">And {more} more.</p> : null}
      </PanelBody>
    </Panel>
  );
}

const buildLooks: Record<CommitStatus["state"], { icon: LucideIcon; tone: string; words: string }> = {
  SUCCESSFUL: { icon: CircleCheck, tone: "text-success-fg", words: "Successful" },
  FAILED: { icon: CircleX, tone: "text-danger-fg", words: "Failed" },
  INPROGRESS: { icon: LoaderCircle, tone: "text-muted", words: "Running" },
  STOPPED: { icon: OctagonX, tone: "text-muted", words: "Stopped" },
};
