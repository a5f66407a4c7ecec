import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";

/** What is wrong with the whole of a form; it takes the focus where no field is at fault. */
export function FormMessage({ message }: { message: string | null }) {
  if (message === null) return null;
  return (
    <Notice tone="danger" data-form-message tabIndex={-1}>
      <p>{message}</p>
    </Notice>
  );
}

/** The action first, then what leaves the form, then what is to be said. */
export function FormFoot({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2">{children}</div>;
}

export function SubmitButton({
  pending,
  label,
  pendingLabel,
  kind = "primary",
}: {
  pending: boolean;
  label: string;
  pendingLabel: string;
  kind?: "primary" | "danger" | "default";
}) {
  return (
    <Button type="submit" kind={kind} pending={pending}>
      {pending ? pendingLabel : label}
    </Button>
  );
}

/** Stands beside the button until the next change. */
export function Saved({ shown, label = "Saved" }: { shown: boolean; label?: string }) {
  return (
    <span role="status" className="ml-1 inline-flex items-center gap-1.5 text-sm text-success-fg">
      {shown ? (
        <>
          <Icon icon={Check} />
          {label}
        </>
      ) : null}
    </span>
  );
}
