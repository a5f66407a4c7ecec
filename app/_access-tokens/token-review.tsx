import { Check, Clock, Funnel, type LucideIcon, X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Icon } from "@/components/ui/icon";
import { Panel } from "@/components/ui/panel";
import { type GrantDraft, linesOf } from "./grant-draft";
import { abilities, limitSentences, neverAbilities } from "./review";
import type { TokenOwner } from "./words";

/** Says before it happens what the token can and can never do. Follows each tick. */
export function TokenReview({ owner, grant, end }: { owner: TokenOwner; grant: GrantDraft; end: string | null }) {
  const headingId = useId();
  const able = abilities(owner.kind, owner.label, grant.scopes);
  const limits = limitSentences({ ...grant, addresses: linesOf(grant.addresses), refs: linesOf(grant.refs) });
  return (
    <section aria-labelledby={headingId}>
      <h2 id={headingId} className="sr-only">
        What this token will be able to do
      </h2>
      <Panel className="grid grid-cols-2 max-phone:grid-cols-1">
        <div className="p-4">
          <h3>This token will be able to</h3>
          {able.length === 0 ? (
            <p className="mt-2 text-muted">Nothing yet. Choose a scope.</p>
          ) : (
            <ul className="mt-2 grid gap-1">
              {able.map(({ text, name }) => (
                <ReviewLine key={text} icon={Check} mark="text-live">
                  {text}
                  {name ? <strong>{name}</strong> : null}
                </ReviewLine>
              ))}
            </ul>
          )}
        </div>
        <div className="border-l p-4 text-muted max-phone:border-t max-phone:border-l-0">
          <h3 className="text-fg">It will never be able to</h3>
          <ul className="mt-2 grid gap-1">
            {neverAbilities(owner.kind).map((text) => (
              <ReviewLine key={text} icon={X} mark="text-muted">
                {text}
              </ReviewLine>
            ))}
          </ul>
        </div>
        <ul className="col-span-2 grid gap-1 border-t p-4 max-phone:col-span-1">
          <ReviewLine icon={Clock} mark="text-muted">
            {end ?? "Choose when it expires."}
          </ReviewLine>
          {limits.map((text) => (
            <ReviewLine key={text} icon={Funnel} mark="text-muted">
              It works {text}.
            </ReviewLine>
          ))}
        </ul>
      </Panel>
    </section>
  );
}

function ReviewLine({ icon, mark, children }: { icon: LucideIcon; mark: string; children: ReactNode }) {
  return (
    <li className="flex gap-2">
      <Icon icon={icon} className={`mt-0.5 ${mark}`} />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </li>
  );
}
