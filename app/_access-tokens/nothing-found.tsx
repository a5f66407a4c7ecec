import Link from "next/link";

/** No token of this state, or none that matches. */
export function NothingFound({
  state,
  search,
  clearHref,
}: {
  state: "active" | "inactive";
  search: string;
  clearHref: string;
}) {
  return (
    <div className="p-4 [overflow-wrap:anywhere]">
      {search === "" ? (
        <>
          <h2 className="text-base">No {state} tokens</h2>
          <p className="text-muted">
            {state === "active"
              ? "Those that were revoked are under Inactive."
              : "A token that is revoked comes here, so that what it did keeps its author."}
          </p>
        </>
      ) : (
        <>
          <h2 className="text-base">No token matches “{search}”</h2>
          <p className="text-muted">
            Names are searched, not scopes.{" "}
            <Link href={clearHref} scroll={false}>
              Clear the search
            </Link>
          </p>
        </>
      )}
    </div>
  );
}
