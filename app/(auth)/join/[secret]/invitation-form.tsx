"use client";
import { useForm } from "@/app/_forms/use-form";
import { FormMessage } from "@/components/form-message";
import { NewPasswordField } from "@/components/new-password-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { AcceptInvitationInput } from "@/lib/users/account-link-input";
import { join } from "./actions";
import { enter } from "./enter";

/** For an invited person without an account: makes it. */
export function InvitationForm({ secret, email, workspace }: { secret: string; email: string; workspace: string }) {
  const form = useForm(join.bind(null, secret), {
    schema: AcceptInvitationInput,
    onDone: (joined) => enter(joined, String(new FormData(form.formProps.ref.current ?? undefined).get("password"))),
  });
  return (
    <form {...form.formProps} className="grid gap-4">
      {/* For password managers, which store the pair. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Your name" error={form.errors.name}>
        {(control) => <Input {...control} name="name" autoComplete="name" required />}
      </Field>
      <NewPasswordField error={form.errors.password} />
      <FormMessage message={form.message} />
      <Button kind="primary" type="submit" pending={form.pending || form.value !== null}>
        {form.pending || form.value ? "Joining…" : `Join ${workspace}`}
      </Button>
    </form>
  );
}
