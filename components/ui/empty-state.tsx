import type { ReactNode } from "react";

/** Says what the thing is for, with one button. */
export function EmptyState({
  title,
  picture,
  action,
  children,
}: {
  title: string;
  picture?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex items-start gap-x-6 gap-y-4 px-5 py-8 max-phone:flex-col max-phone:items-stretch max-phone:px-4 max-phone:py-6">
      {picture}
      <div className="grid justify-items-start gap-1.5">
        <h2>{title}</h2>
        <div className="max-w-[56ch] text-muted">{children}</div>
        {action ? <div className="mt-2.5 justify-self-stretch max-phone:grid">{action}</div> : null}
      </div>
    </div>
  );
}

/** What to do, in order; beneath an empty state. */
export function Steps({ steps }: { steps: { title: string; text: string }[] }) {
  return (
    <ol className="grid grid-cols-3 border-t max-phone:grid-cols-1">
      {steps.map((step) => (
        <li
          key={step.title}
          className="grid content-start gap-0.5 px-5 py-4 not-first:border-l max-phone:px-4 max-phone:not-first:border-t max-phone:not-first:border-l-0"
        >
          <h3>{step.title}</h3>
          <p className="text-sm text-muted">{step.text}</p>
        </li>
      ))}
    </ol>
  );
}
