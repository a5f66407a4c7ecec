import { PanelBody } from "@/components/ui/panel";
import type { AccessTokenView } from "@/lib/access-tokens/view";

/** The limits that a token carries besides its scopes. */
export function LimitsPanel({
  token: { addresses, addressMode, refs },
  suggestedRanges,
}: {
  token: Pick<AccessTokenView, "addresses" | "addressMode" | "refs">;
  suggestedRanges: readonly string[];
}) {
  return (
    <PanelBody>
      <dl className="grid gap-2.5">
        <div>
          <dt className="text-xs text-muted">
            {addresses && addressMode === "watch" ? "Addresses, watched" : "Addresses"}
          </dt>
          <dd>
            {addresses ? <List of={addresses} /> : "Any"}
            {addresses && addressMode === "watch" ? (
              <p className="mt-1 text-sm text-muted">Others are let in and recorded.</p>
            ) : null}
          </dd>
        </div>
        <div>
          <dt className="text-xs text-muted">Push to</dt>
          <dd>{refs ? <List of={refs} /> : "Any ref that its scopes allow"}</dd>
        </div>
        {suggestedRanges.length > 0 && (addresses === null || addressMode === "watch") ? (
          <div>
            <dt className="text-xs text-muted">Seen from</dt>
            <dd>
              <List of={suggestedRanges} />
              <p className="mt-1 text-sm text-muted">A replacement can be held to these.</p>
            </dd>
          </div>
        ) : null}
      </dl>
    </PanelBody>
  );
}

function List({ of }: { of: readonly string[] }) {
  return (
    <ul>
      {of.map((each) => (
        <li key={each}>
          <code className="text-sm">{each}</code>
        </li>
      ))}
    </ul>
  );
}
