import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "./class-names";
import { Icon } from "./icon";

type FieldControl = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

/** A label, one control, and its hint or error beneath, tied together by ids. The control gets its part as argument. */
export function Field({
  label,
  hint,
  error,
  hideLabel = false,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  /** Stands in the hint's place; with several, the first. */
  error?: string | string[] | undefined;
  hideLabel?: boolean;
  className?: string;
  children: (control: FieldControl) => ReactNode;
}) {
  const id = useId();
  const message = typeof error === "string" ? error : error?.[0];
  const control: FieldControl = {
    id,
    "aria-describedby": message ? `${id}-error` : hint ? `${id}-hint` : undefined,
    "aria-invalid": message ? true : undefined,
  };
  return (
    <div className={cx("grid justify-items-stretch gap-1", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "justify-self-start font-semibold"}>
        {label}
      </label>
      {children(control)}
      {message ? <FieldError id={`${id}-error`}>{message}</FieldError> : null}
      {hint && !message ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
    </div>
  );
}

export function Hint({ id, className, children }: { id?: string; className?: string; children: ReactNode }) {
  return (
    <p id={id} className={cx("text-sm text-balance text-muted", className)}>
      {children}
    </p>
  );
}

export function FieldError({ id, className, children }: { id?: string; className?: string; children: ReactNode }) {
  return (
    <p id={id} className={cx("flex gap-1.5 text-sm text-danger-fg", className)}>
      <Icon icon={CircleAlert} className="mt-px" />
      <span>{children}</span>
    </p>
  );
}
