"use client";
import { useEffect, useRef, useState } from "react";
import { type Description, type Operation, onlyOperation } from "./description";
import { makeViewer } from "./make-viewer";
import "./viewer.css";

/** What an operation takes and answers, with a form that sends it, by RapiDoc. */
export function Viewer({
  description,
  operation,
  readToken,
}: {
  description: Description;
  operation: Operation;
  readToken: () => string;
}) {
  const place = useRef<HTMLDivElement>(null);
  const token = useRef(readToken);
  const [hasFailed, setHasFailed] = useState(false);

  useEffect(() => {
    token.current = readToken;
  });

  useEffect(() => {
    let isShown = true;
    // No other page carries it.
    import("rapidoc").then(
      () => {
        if (!isShown) return;
        const viewer = makeViewer(() => token.current());
        place.current?.replaceChildren(viewer);
        viewer.loadSpec(onlyOperation(description, operation, location.origin));
      },
      () => setHasFailed(true),
    );
    return () => {
      isShown = false;
    };
  }, [description, operation]);

  return (
    <>
      {hasFailed ? <p role="alert">What shows the operation could not be loaded. Reload the page.</p> : null}
      <div ref={place} />
    </>
  );
}
