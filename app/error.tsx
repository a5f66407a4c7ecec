"use client";
import { CircleAlert } from "lucide-react";
import { useEffect } from "react";
import { Gatehouse } from "@/components/gatehouse";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Icon } from "@/components/ui/icon";

/** A fault of the server. The log has the same reference. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => {
    // The database may have gone while the page was made: then the page to see is the one that says so, and waits.
    void fetch("/readyz", { cache: "no-store" }).then(
      (response) => response.status === 503 && location.reload(),
      () => undefined,
    );
  }, []);

  return (
    <Gatehouse wide>
      <span className="inline-grid size-11 place-items-center rounded-lg border border-danger-line bg-danger-soft text-danger-fg">
        <Icon icon={CircleAlert} size={22} />
      </span>
      <div>
        <h1 className="text-2xl">Something failed on the server</h1>
        <p className="mt-1.5 text-muted">Nothing was changed.</p>
      </div>
      {error.digest ? (
        <p className="flex items-center gap-2 text-muted">
          Reference
          <code id="error-reference" className="text-fg">
            {error.digest}
          </code>
          <CopyButton kind="quiet" size="small" text={error.digest} what="Reference" select="error-reference" />
        </p>
      ) : null}
      <Button onClick={reset} className="justify-self-start">
        Try again
      </Button>
    </Gatehouse>
  );
}
