"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState, useTransition } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { useMoment } from "@/components/ui/clock";
import { Field, Hint } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { useListens } from "@/components/ui/use-listens";
import type { IssuingRules } from "@/lib/access-tokens/issuing-rules";
import { issueAccessTokenSchema } from "@/lib/access-tokens/token-input";
import { fieldErrors } from "@/lib/operation";
import type { TokenPreset } from "@/lib/token-presets/preset";
import { issueToken } from "./actions";
import { expiryOffer } from "./expiry-choice";
import { useEnd } from "./expiry-field";
import { focusFirstError } from "./first-error";
import { grantInput, missingEnd } from "./grant-draft";
import { type GrantField, GrantFields } from "./grant-fields";
import { listHref } from "./list-address";
import { type Prefill, presetGrant } from "./prefill";
import { PresetField } from "./preset-field";
import type { NotIssued } from "./problems";
import { SecretDialog } from "./secret-dialog";
import type { TokenItem } from "./token-item";
import { TokenReview } from "./token-review";
import type { TokenOwner } from "./words";

const nothingWrong: NotIssued = { fields: {}, problem: null };
const unreachable = "The server could not be reached; nothing was issued. Try again.";

/**
 * Names a token, chooses its scopes, end and limits and, once it's issued, shows its secret over the form. The secret
 * lives in this component's state alone and goes with it.
 */
export function TokenForm({
  owner,
  origin,
  repositories,
  rules,
  presets,
  prefill,
}: {
  owner: TokenOwner;
  origin: string;
  /** Those that the commands may speak of, by slug. */
  repositories: string[];
  rules: IssuingRules;
  presets: TokenPreset[];
  prefill: Prefill;
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const { now } = useMoment();
  const [name, setName] = useState(prefill.name);
  const [presetId, setPresetId] = useState(prefill.presetId);
  const [grant, setGrant] = useState(prefill.grant);
  const [wrong, setWrong] = useState(nothingWrong);
  const [issued, setIssued] = useState<{ token: TokenItem; secret: string } | null>(null);
  const [pending, startTransition] = useTransition();
  // The browser would send the form by itself, as a link that fills it in.
  const listens = useListens();
  const offer = expiryOffer(rules, grant.scopes, null, owner.workspace, now);
  const end = useEnd(grant.expiry, offer);

  function refuse(next: NotIssued) {
    setWrong(next);
    // After React has drawn the errors.
    requestAnimationFrame(() => focusFirstError(form.current, next.fields));
  }

  function mend(field: "name" | GrantField) {
    setWrong(({ fields, problem }) => ({ fields: { ...fields, [field]: [] }, problem }));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (pending || issued) return;
    const input = { name, ...grantInput(grant, offer) };
    const parsed = issueAccessTokenSchema(owner.kind).safeParse(input);
    const fields = { ...(parsed.success ? {} : fieldErrors(parsed.error)), ...missingEnd(input) };
    if (!parsed.success || Object.keys(fields).length > 0) return refuse({ fields, problem: null });
    setWrong(nothingWrong);
    startTransition(async () => {
      const outcome = await issueToken(owner.name, parsed.data).catch(() => ({ fields: {}, problem: unreachable }));
      if ("issued" in outcome) setIssued(outcome.issued);
      else refuse(outcome);
    });
  }

  function leave() {
    const created = issued?.token.id;
    setIssued(null);
    router.push(listHref(owner.href, { created }));
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
        {prefill.byLink ? <PrefillNotice missing={prefill.missing} /> : null}
        {presets.length > 0 ? (
          <PresetField
            presets={presets}
            chosen={presetId}
            workspace={owner.workspace}
            onChoose={(preset) => {
              setPresetId(preset.id);
              setGrant(presetGrant(preset, owner.kind));
              setWrong(({ fields, problem }) => ({ fields: { name: fields.name ?? [] }, problem }));
            }}
          />
        ) : null}
        <Field
          label="Name"
          hint="The machine or the job that will use it. Its commits and comments carry this name."
          error={wrong.fields.name}
        >
          {(control) => (
            <Input
              {...control}
              name="name"
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                mend("name");
              }}
              autoComplete="off"
              spellCheck={false}
              required
              className="max-w-96"
            />
          )}
        </Field>
        <GrantFields
          kind={owner.kind}
          grant={grant}
          offer={offer}
          onChange={(change, field) => {
            setGrant(change);
            mend(field);
          }}
          errors={wrong.fields}
          hints={{
            addresses: "Addresses and CIDR ranges it may come from, one on a line. Empty: any.",
            refs: "Branches, or refs in full, one on a line: release/*, refs/tags/*. Empty: any.",
          }}
        />
        <TokenReview owner={owner} grant={grant} end={end} />
        {wrong.problem ? (
          <Notice tone="danger" role="alert">
            <p>
              <strong>Not created.</strong> {wrong.problem}
            </p>
          </Notice>
        ) : null}
        <div className="flex flex-wrap items-center gap-2 max-phone:[&>a]:flex-auto max-phone:[&>button]:flex-auto">
          <Button kind="primary" type="submit" disabled={!listens} pending={pending} className="min-w-43">
            {pending ? "Creating…" : "Create access token"}
          </Button>
          <ButtonLink kind="quiet" href={owner.href}>
            Cancel
          </ButtonLink>
          <Hint className="ml-2 max-phone:ml-0 max-phone:basis-full">
            {end} The secret is shown once, right after this.
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
          withoutCopy="Without it the token is of no use: you would revoke it and create another."
          onLeave={leave}
        />
      ) : null}
    </>
  );
}

function PrefillNotice({ missing }: { missing: string[] }) {
  return (
    <Notice tone="accent">
      <p>
        <strong>A link filled in this form.</strong> Look through it: nothing is issued until you create the token.
      </p>
      {missing.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Notice>
  );
}
