"use client";
import { signIn } from "next-auth/react";
import { type FormEvent, useRef, useState } from "react";
import { parseSignInRefusal, type SignInRefusal } from "@/app/_session/sign-in-refusal";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";

type Refused = { refusal: SignInRefusal; minutes: number };

/** An address and a password. The password is never kept: after a refusal its field is empty and has the focus. */
export function SignInForm({ next }: { next: string }) {
  const password = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [pending, setPending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    setRefused(null);
    const answer = await attempt(String(form.get("email")), String(form.get("password")));
    if (answer === null) {
      // A full load, so that nothing drawn for a stranger is shown again.
      location.assign(next);
      return;
    }
    setPending(false);
    setRefused(answer);
    if (password.current) password.current.value = "";
    password.current?.focus();
  }

  return (
    <form onSubmit={submit} method="post" noValidate className="grid gap-4">
      {refused ? (
        <Notice tone="danger" role="alert">
          <Refusal {...refused} />
        </Notice>
      ) : null}
      <Field label="E-mail address">
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            autoFocus
            className="min-h-9 max-control:min-h-11"
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input
            {...control}
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            aria-invalid={refused?.refusal === "access-token" || refused?.refusal === "wrong" || undefined}
            className="min-h-9 max-control:min-h-11"
          />
        )}
      </Field>
      <Button kind="primary" type="submit" pending={pending} className="min-h-9 max-control:min-h-11">
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}

/** Null once signed in. */
async function attempt(email: string, password: string): Promise<Refused | null> {
  try {
    const answer = await signIn("credentials", { email, password, redirect: false });
    return answer?.ok ? null : parseSignInRefusal(answer?.error ?? "");
  } catch {
    return parseSignInRefusal("");
  }
}

function Refusal({ refusal, minutes }: Refused) {
  switch (refusal) {
    case "wrong":
      return <p>The address or the password is wrong.</p>;
    case "throttled":
      return (
        <p>
          Too many attempts. Try again in {minutes} minute{minutes === 1 ? "" : "s"}.
        </p>
      );
    case "access-token":
      return (
        <>
          <p>
            <strong>That is an access token.</strong>
          </p>
          <p>Tokens are for machines. They work with git and the API and can’t sign in. Use your own password.</p>
        </>
      );
    case "unreachable":
      return (
        <p>
          <strong>Not signed in.</strong> The server could not be reached. Try again.
        </p>
      );
  }
}
