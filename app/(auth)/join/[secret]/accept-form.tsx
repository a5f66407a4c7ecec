"use client";
import { useForm } from "@/app/_forms/use-form";
import { FormMessage } from "@/components/form-message";
import { Button } from "@/components/ui/button";
import { join } from "./actions";

/** For an invited person who is signed in with the account that was invited. */
export function AcceptForm({ secret, workspace }: { secret: string; workspace: { slug: string; name: string } }) {
  const form = useForm(join.bind(null, secret), { onDone: () => location.assign(`/${workspace.slug}`) });
  return (
    <form {...form.formProps} className="grid gap-4">
      <FormMessage message={form.message} />
      <Button kind="primary" type="submit" pending={form.pending || form.value !== null}>
        {form.pending || form.value ? "Joining…" : `Join ${workspace.name}`}
      </Button>
    </form>
  );
}
