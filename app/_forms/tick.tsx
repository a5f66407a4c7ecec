"use client";
import { type ReactNode, useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Hint } from "@/components/ui/field";

/** A checkbox with its words beside it. */
export function Tick({
  name,
  value,
  label,
  ticked,
  children,
}: {
  name: string;
  value?: string;
  label: ReactNode;
  ticked: boolean;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
      <Checkbox
        id={id}
        name={name}
        value={value}
        defaultChecked={ticked}
        aria-describedby={children ? `${id}-hint` : undefined}
        className="mt-0.5"
      />
      <label htmlFor={id}>{label}</label>
      {children ? (
        <Hint id={`${id}-hint`} className="col-start-2">
          {children}
        </Hint>
      ) : null}
    </div>
  );
}
