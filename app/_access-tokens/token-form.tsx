"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState, useTransition } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Field, Hint } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { issueAccessTokenSchema } from "@/lib/access-tokens/token-input";
import type { Scope } from "@/lib/authorization/scopes";
import { fieldErrors } from "@/lib/operation";
import { issueToken } from "./actions";
import { listHref } from "./list-address";
import type { NotIssued } from "./problems";
import { ScopePicker } from "./scope-picker";
import { SecretDialog } from "./secret-dialog";
import type { TokenItem } from "./token-item";
import { TokenReview } from "./token-review";
import type { TokenOwner } from "./words";

const nothingWrong: NotIssued = { fields: {}, problem: null };
const unreachable = "The server could not be reached; nothing was issued. Try again.";

/**
 * Names a token, chooses its scopes and, once it's issued, shows its secret over the form. The secret lives in this
 * component's state alone and goes with it.
 */
export function TokenForm({
  owner,
  origin,
  repositories,
}: {
  owner: TokenOwner;
  origin: string;
  /** Those that the commands may speak of, by slug. */
  repositories: string[];
}) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>([]);
  const [wrong, setWrong] = useState(nothingWrong);
  const [issued, setIssued] = useState<{ token: TokenItem; secret: string } | null>(null);
  const [pending, startTransition] = useTransition();

  function refuse(next: NotIssued) {
    setWrong(next);
    // After React has drawn the errors.
    requestAnimationFrame(() => focusFirstError(form.current, next.fields));
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (pending || issued) return;
    const input = { name, scopes: [...chosen] };
    const parsed = issueAccessTokenSchema(owner.kind).safeParse(input);
    if (!parsed.success) return refuse({ fields: fieldErrors(parsed.error), problem: null });
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
                setWrong(({ fields, problem }) => ({ fields: { ...fields, name: [] }, problem }));
              }}
              autoComplete="off"
              spellCheck={false}
              required
              className="max-w-96"
            />
          )}
        </Field>
        <ScopePicker
          kind={owner.kind}
          chosen={chosen}
          onToggle={(scope) => {
            setChosen((before) =>
              before.includes(scope) ? before.filter((other) => other !== scope) : [...before, scope],
            );
            setWrong(({ fields, problem }) => ({ fields: { ...fields, scopes: [] }, problem }));
          }}
          error={wrong.fields.scopes?.[0]}
        />
        <TokenReview owner={owner} chosen={chosen} />
        {wrong.problem ? (
          <Notice tone="danger" role="alert">
            <p>
              <strong>Not created.</strong> {wrong.problem}
            </p>
          </Notice>
        ) : null}
        <div className="flex flex-wrap items-center gap-2 max-phone:[&>a]:flex-auto max-phone:[&>button]:flex-auto">
          <Button kind="primary" type="submit" pending={pending} className="min-w-43">
            {pending ? "Creating…" : "Create access token"}
          </Button>
          <ButtonLink kind="quiet" href={owner.href}>
            Cancel
          </ButtonLink>
          <Hint className="ml-2 max-phone:ml-0 max-phone:basis-full">
            It never expires. The secret is shown once, right after this.
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
          onLeave={leave}
        />
      ) : null}
    </>
  );
}

function focusFirstError(form: HTMLFormElement | null, fields: NotIssued["fields"]) {
  const first = ["name", "scopes"].find((field) => fields[field]?.length);
  if (first) form?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
}
