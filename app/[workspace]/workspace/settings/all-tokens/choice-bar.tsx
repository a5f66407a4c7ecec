"use client";
import { countOf } from "@/app/_access-tokens/words";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { mostAtOnce } from "@/lib/access-tokens/list-input";

/** Over the rows: chooses all of them, then also those on the other pages, and revokes what is chosen. */
export function ChoiceBar({
  chosen,
  onPage,
  matching,
  pending,
  onChoosePage,
  onChooseMatching,
  onRevoke,
}: {
  chosen: ReadonlyMap<string, unknown>;
  /** The tokens that the page shows. */
  onPage: { id: string }[];
  /** How many there are over all pages. */
  matching: number;
  pending: boolean;
  onChoosePage: (on: boolean) => void;
  onChooseMatching: () => void;
  onRevoke: () => void;
}) {
  const all = onPage.every(({ id }) => chosen.has(id));
  const most = Math.min(matching, mostAtOnce);
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the box is inside. */}
      <label className="inline-flex items-center gap-2.5">
        <Checkbox checked={all} onChange={(event) => onChoosePage(event.target.checked)} />
        All on this page
      </label>
      {all && chosen.size < most ? (
        <Button size="small" pending={pending} onClick={onChooseMatching}>
          {pending ? "Choosing…" : `Choose ${most < matching ? "the first" : "all"} ${most.toLocaleString("en")}`}
        </Button>
      ) : null}
      <span className="ml-auto text-sm text-muted" role="status">
        {chosen.size === 0 ? "None chosen" : `${countOf(chosen.size, "token")} chosen`}
      </span>
      <Button redText aria-disabled={chosen.size === 0} onClick={onRevoke}>
        Revoke…
      </Button>
    </div>
  );
}
