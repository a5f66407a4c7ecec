"use client";
import { signIn } from "next-auth/react";
import { z } from "zod";
import { useForm } from "@/app/_forms/use-form";
import { FormMessage } from "@/components/form-message";
import { NewPasswordField } from "@/components/new-password-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { newPasswordSchema } from "@/lib/users/new-password";
import { changeOwnPassword } from "./actions";

const PasswordInput = z.object({
  current: z.string().min(1, "Enter your current password."),
  next: newPasswordSchema,
});

/** Changes the password, which ends every session, and signs this one in anew. */
export function PasswordForm({ email }: { email: string }) {
  const showToast = useToast();
  const form = useForm(changeOwnPassword, { schema: PasswordInput, onDone: continueWithIt });

  async function continueWithIt() {
    const element = form.formProps.ref.current;
    const password = String(new FormData(element ?? undefined).get("next"));
    const answer = await signIn("credentials", { email, password, redirect: false });
    if (!answer?.ok) {
      location.assign("/sign-in?ended=password");
      return;
    }
    element?.reset();
    showToast({ title: "Password changed", text: "Your other sessions have ended." });
  }

  return (
    <form {...form.formProps} className="grid max-w-88 gap-4">
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Current password" error={form.errors.current}>
        {(control) => <Input {...control} name="current" type="password" autoComplete="current-password" required />}
      </Field>
      <NewPasswordField label="New password" name="next" error={form.errors.next} />
      <FormMessage message={form.message} />
      <Button kind="primary" type="submit" pending={form.pending} className="justify-self-start">
        {form.pending ? "Changing…" : "Change password"}
      </Button>
      <p className="text-sm text-muted">Your sessions elsewhere end. Access tokens are not yours and keep working.</p>
    </form>
  );
}
