import { Check, CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import { nameOf, PersonMark } from "@/app/_people/person";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { Status } from "@/components/ui/status";
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
        Changes requested
      </Status>
    );
  }
  return <Status icon={CircleDashed}>Not yet</Status>;
}
