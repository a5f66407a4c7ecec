import Link from "next/link";
import type { Shown } from "./list-address";
import { filterLabels } from "./list-choices";

/** No token of this state, or none that matches. */
export function NothingFound({
  shown: { state, search, filter },
  clearHref,
}: {
  shown: Pick<Shown, "state" | "search" | "filter">;
  clearHref: string;
}) {
  return (
    <div className="p-4 [overflow-wrap:anywhere]">
      {search === "" && !filter ? (
        <>
          <h2 className="text-base">No {state} tokens</h2>
          <p className="text-muted">
            {state === "active"
              ? "Those that were revoked or have expired are under Inactive."
              : "A token that is revoked or expires comes here, so that what it did keeps its author."}
          </p>
        </>
      ) : (
        <>
          <h2 className="text-base">{search === "" ? "No token of that sort" : `No token matches “${search}”`}</h2>
          <p className="text-muted">
            {search === ""
              ? `There is none under ${filter ? filterLabels[filter].toLowerCase() : ""}.`
              : "Names are searched, not scopes."}{" "}
            <Link href={clearHref} scroll={false}>
              {filter ? "Show all" : "Clear the search"}
            </Link>
          </p>
        </>
      )}
    </div>
  );
}
