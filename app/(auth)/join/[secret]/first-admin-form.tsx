"use client";
import { useState } from "react";
import { useForm } from "@/app/_forms/use-form";
import { FormMessage } from "@/components/form-message";
import { NewPasswordField } from "@/components/new-password-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { suggestSlug } from "@/lib/names";
import { AcceptFirstAdminInput } from "@/lib/users/account-link-input";
import { setUp } from "./actions";
import { enter } from "./enter";

/** The first account of a server and its first workspace. */
export function FirstAdminForm({ secret }: { secret: string }) {
  const [slug, setSlug] = useState("");
  const [ownSlug, setOwnSlug] = useState(false);
  const form = useForm(setUp.bind(null, secret), {
    schema: AcceptFirstAdminInput,
    onDone: (joined) => enter(joined, String(new FormData(form.formProps.ref.current ?? undefined).get("password"))),
  });
  return (
    <form {...form.formProps} className="grid gap-4">
      <Field label="Your name" error={form.errors.name}>
        {(control) => <Input {...control} name="name" autoComplete="name" required />}
      </Field>
      <Field label="E-mail address" hint="You sign in with it." error={form.errors.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
      </Field>
      <NewPasswordField error={form.errors.password} />
      <Field label="Name of the workspace" error={form.errors.workspaceName}>
        {(control) => (
          <Input
            {...control}
            name="workspaceName"
            autoComplete="organization"
            required
            onChange={(event) => {
              if (!ownSlug) setSlug(suggestSlug(event.target.value));
            }}
          />
        )}
      </Field>
      <Field
        label="Short name"
        hint="Stands in addresses and clone links, as in /acme/api."
        error={form.errors.workspaceSlug}
      >
        {(control) => (
          <Input
            {...control}
            name="workspaceSlug"
            autoComplete="off"
            spellCheck={false}
            autoCapitalize="none"
            required
            value={slug}
            onChange={(event) => {
              setSlug(event.target.value);
              setOwnSlug(event.target.value !== "");
            }}
          />
        )}
      </Field>
      <FormMessage message={form.message} />
      <Button kind="primary" type="submit" pending={form.pending || form.value !== null}>
        {form.pending || form.value ? "Setting up…" : "Set up Latchkey"}
      </Button>
    </form>
  );
}
