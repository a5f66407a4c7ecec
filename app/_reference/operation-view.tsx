import type { Ref } from "react";
import type { Description, Operation } from "./description";
import { Method } from "./method";
import { Viewer } from "./viewer";

/** One operation: what it is called, where it is, its scope; beneath, what it takes and answers, to be tried. */
export function OperationView({
  description,
  operation,
  headingRef,
  readToken,
}: {
  description: Description;
  operation: Operation;
  headingRef: Ref<HTMLHeadingElement>;
  readToken: () => string;
}) {
  const { method, path, summary, scope } = operation;
  return (
    <section aria-labelledby="operation" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid gap-2">
        <h2 id="operation" ref={headingRef} tabIndex={-1} className="text-xl outline-none">
          {summary}
        </h2>
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Method method={method} />
          <code>/2.0{path}</code>
        </p>
        <p className="text-muted">
          {scope === null ? (
            "Takes a token of any scopes."
          ) : (
            <>
              Takes the scope <code className="text-fg">{scope}</code>.
            </>
          )}
        </p>
      </div>
      <Viewer description={description} operation={operation} readToken={readToken} />
    </section>
  );
}
