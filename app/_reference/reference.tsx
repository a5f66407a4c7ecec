"use client";
import { ChevronLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { groupsOf } from "./description";
import { OperationList } from "./operation-list";
import { OperationView } from "./operation-view";
import { TokenField } from "./token-field";
import { useDescription } from "./use-description";
import { useHash } from "./use-hash";

/** All operations, and beside them the one that the address names. Below 1080 px one of the two. */
export function Reference() {
  const { description, again } = useDescription();
  const hash = useHash();
  const [search, setSearch] = useState("");
  const token = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(hash);

  // Who chooses an operation reads on at its heading.
  useEffect(() => {
    if (description === null || shown.current === hash) return;
    shown.current = hash;
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [description, hash]);

  if (description === null) return <p className="text-muted">Reading the description…</p>;
  if (description === "failed") {
    return (
      <Notice tone="danger" role="alert" className="max-w-160">
        <p>
          <strong>The description can’t be read.</strong> The server didn’t answer.
        </p>
        <div>
          <Button size="small" onClick={again}>
            Try again
          </Button>
        </div>
      </Notice>
    );
  }
  const operation = groupsOf(description, "")
    .flatMap(({ operations }) => operations)
    .find(({ name }) => name === hash);
  return (
    <div className="grid grid-cols-[18rem_minmax(0,1fr)] items-start gap-10 max-columns:grid-cols-[minmax(0,1fr)]">
      <OperationList
        groups={groupsOf(description, search)}
        current={hash}
        search={search}
        onSearch={setSearch}
        className={cx(operation && "max-columns:hidden")}
      />
      <div className={cx("grid min-w-0 gap-5", !operation && "max-columns:-order-1")}>
        {operation ? <BackToList /> : null}
        <TokenField ref={token} />
        {operation ? (
          <OperationView
            key={operation.name}
            description={description}
            operation={operation}
            headingRef={heading}
            readToken={() => token.current?.value.trim() ?? ""}
          />
        ) : (
          <Beginning isUnknown={hash !== "" && hash !== "list"} />
        )}
      </div>
    </div>
  );
}

function BackToList() {
  return (
    <a
      href="#list"
      className="-ml-1 inline-flex min-h-6 items-center gap-1 justify-self-start text-sm text-muted no-underline hover:text-fg hover:underline columns:hidden"
    >
      <Icon icon={ChevronLeft} />
      All operations
    </a>
  );
}

function Beginning({ isUnknown }: { isUnknown: boolean }) {
  return (
    <p className="max-w-[66ch] text-muted">
      {isUnknown ? "There is no such operation. " : ""}
      Choose an operation to see what it takes and answers. For programs, the whole is described at{" "}
      <a href="/2.0/openapi.json">/2.0/openapi.json</a> (OpenAPI 3.1).
    </p>
  );
}
