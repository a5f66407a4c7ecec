"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState, useTransition } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { useMoment } from "@/components/ui/clock";
import { Hint } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useListens } from "@/components/ui/use-listens";
import type { IssuingRules } from "@/lib/access-tokens/issuing-rules";
import { type Overlap, usualOverlap } from "@/lib/access-tokens/overlap";
import { replaceAccessTokenSchema } from "@/lib/access-tokens/token-input";
import { effectiveScopes, isScope } from "@/lib/authorization/scopes";
import { fieldErrors } from "@/lib/operation";
import { replaceToken } from "../actions";
import { expiryOffer, type LifetimeBound } from "../expiry-choice";
import { useEnd } from "../expiry-field";
import { focusFirstError } from "../first-error";
import { type GrantDraft, grantInput, missingEnd } from "../grant-draft";
import { GrantFields } from "../grant-fields";
import type { NotIssued } from "../problems";
import { RecentCallers } from "../recent-callers";
import type { RecentUse } from "../recent-use";
import { scopeTitle } from "../scope-chips";
import { SecretDialog } from "../secret-dialog";
import type { TokenItem } from "../token-item";
import { TokenReview } from "../token-review";
import type { TokenOwner } from "../words";
import { OverlapField } from "./overlap-field";
import { keepableScopes } from "./replacement-draft";

const nothingWrong: NotIssued = { fields: {}, problem: null };
const unreachable = "The server could not be reached. Look at the token’s page before you try again.";

/** Narrows a token where it is to be narrowed, and shows its new secret over the form. */
export function ReplaceForm({
  token,
  owner,
  origin,
  repositories,
  rules,
  bound,
  newestSecretId,
  use,
  draft,
  usedWithin,
  suggestedRanges,
}: {
  token: TokenItem;
  owner: TokenOwner;
  origin: string;
  /** Those that the commands may speak of, by slug. */
  repositories: string[];
  rules: IssuingRules;
  bound: LifetimeBound | null;
  /** The secret that is replaced; null where the token has expired. A request that is sent twice makes one new secret. */
  newestSecretId: string | null;
  use: RecentUse;
  draft: GrantDraft;
  /** The days whose use chose the scopes; null where they are the token's own. */
  usedWithin: 30 | 90 | null;
  suggestedRanges: string[];
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const { now } = useMoment();
  const [overlap, setOverlap] = useState<Overlap>(usualOverlap);
  const [grant, setGrant] = useState(draft);
  const [wrong, setWrong] = useState(nothingWrong);
  const [issued, setIssued] = useState<{ token: TokenItem; secret: string } | null>(null);
  const [pending, startTransition] = useTransition();
  // The browser would send the form by itself, as a link that fills it in.
  const listens = useListens();
  const offer = expiryOffer(rules, grant.scopes, bound, owner.workspace, now);
  const end = useEnd(grant.expiry, offer);
  const href = `${owner.href}/${token.id}`;
  const enforced = token.addresses !== null && token.addressMode === "enforce";

  function refuse(next: NotIssued) {
    setWrong(next);
    // After React has drawn the errors.
    requestAnimationFrame(() => focusFirstError(form.current, next.fields));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (pending || issued) return;
    const input = grantInput(grant, offer);
    const parsed = replaceAccessTokenSchema(owner.kind).safeParse(input);
    const fields = { ...(parsed.success ? {} : fieldErrors(parsed.error)), ...missingEnd(input) };
    if (!parsed.success || Object.keys(fields).length > 0) return refuse({ fields, problem: null });
    setWrong(nothingWrong);
    startTransition(async () => {
      const replacement = { id: token.id, newestSecretId, overlapMinutes: overlap, ...parsed.data };
      const outcome = await replaceToken(owner.name, replacement).catch(() => ({ fields: {}, problem: unreachable }));
      if ("issued" in outcome) setIssued(outcome.issued);
      else refuse(outcome);
    });
  }

  function leave() {
    setIssued(null);
    router.push(href);
    // The page as it was before may still be at hand.
    router.refresh();
  }

  return (
    <>
      <form
        ref={form}
        noValidate
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
        }}
        className="grid grid-cols-[minmax(0,1fr)] gap-6"
      >
        <div className="max-w-164">
          <RecentCallers use={use} />
        </div>
        {newestSecretId === null ? (
          <Notice>
            <p>
              <strong>It has expired.</strong> The new secret brings it back; the old one stays ended.
            </p>
          </Notice>
        ) : (
          <OverlapField minutes={overlap} onChange={setOverlap} />
        )}
        {usedWithin === null ? null : <OnlyUsed token={token} draft={draft} days={usedWithin} />}
        <GrantFields
          kind={owner.kind}
          available={keepableScopes(token)}
          grant={grant}
          offer={offer}
          onChange={(change, field) => {
            setGrant(change);
            setWrong(({ fields, problem }) => ({ fields: { ...fields, [field]: [] }, problem }));
          }}
          errors={wrong.fields}
          hints={{
            addresses: enforced
              ? `One on a line, within ${token.addresses?.join(", ")}.`
              : "Addresses and CIDR ranges it may come from, one on a line. Empty: any.",
            refs: token.refs
              ? `One on a line, within ${token.refs.join(", ")}.`
              : "Branches, or refs in full, one on a line: release/*, refs/tags/*. Empty: any.",
          }}
          seen={suggestedRanges}
        />
        <TokenReview owner={owner} grant={grant} end={end} />
        {wrong.problem ? (
          <Notice tone="danger" role="alert">
            <p>
              <strong>Not replaced.</strong> {wrong.problem}
            </p>
          </Notice>
        ) : null}
        <div className="flex flex-wrap items-center gap-2 max-phone:[&>a]:flex-auto max-phone:[&>button]:flex-auto">
          <Button kind="primary" type="submit" disabled={!listens} pending={pending} className="min-w-33">
            {pending ? "Replacing…" : "Replace token"}
          </Button>
          <ButtonLink kind="quiet" href={href}>
            Cancel
          </ButtonLink>
          <Hint className="ml-2 max-phone:ml-0 max-phone:basis-full">
            {end} The new secret is shown once, right after this.
          </Hint>
        </div>
      </form>
      {issued ? (
        <SecretDialog
          token={issued.token}
          secret={issued.secret}
          owner={owner}
          origin={origin}
          repositories={repositories}
          withoutCopy="Without it you would end the old secret and replace the token once more."
          onLeave={leave}
        />
      ) : null}
    </>
  );
}

/** Which scopes fall away since they weren't used. */
function OnlyUsed({ token, draft, days }: { token: TokenItem; draft: GrantDraft; days: number }) {
  const kept = effectiveScopes(draft.scopes);
  const dropped = token.scopes.filter(isScope).filter((scope) => !kept.includes(scope));
  return (
    <Notice tone="accent">
      <p>
        <strong>Only what it used in the last {days} days.</strong>{" "}
        {dropped.length > 0 ? `It loses ${dropped.map(scopeTitle).join(", ")}.` : "It holds less than before."} A job
        that runs less often than that may still need it.
      </p>
    </Notice>
  );
}
