"use client";
import { useId } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { PanelBody } from "@/components/ui/panel";

/** As whom a token commits and speaks. */
export function Identity({ id, commitAddress }: { id: string; commitAddress: string }) {
  const codeId = useId();
  const facts = [
    { name: "Commit address", text: commitAddress },
    { name: "Bot UUID", text: `{${id}}` },
  ];
  return (
    <PanelBody>
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
        {facts.map(({ name, text }, index) => (
          <div key={name}>
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="flex min-w-0 items-center gap-1">
              <code id={`${codeId}-${index}`} title={text} className="min-w-0 truncate text-sm">
                {text}
              </code>
              <CopyButton
                kind="quiet"
                size="small"
                text={text}
                what={name}
                select={`${codeId}-${index}`}
                className="ml-auto"
              />
            </dd>
          </div>
        ))}
      </dl>
    </PanelBody>
  );
}
