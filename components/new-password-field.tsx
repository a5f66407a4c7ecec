import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export function NewPasswordField({
  label = "Password",
  name = "password",
  error,
}: {
  label?: string;
  name?: string;
  error: string[] | undefined;
}) {
  return (
    <Field label={label} hint="At least 12 characters." error={error}>
      {(control) => <Input {...control} name={name} type="password" autoComplete="new-password" required />}
    </Field>
  );
}
