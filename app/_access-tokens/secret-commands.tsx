"use client";
import { useId, useState } from "react";
import { Command } from "@/components/ui/command";
import { Field, Hint } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Tabs } from "@/components/ui/tabs";
import { secretCommands } from "./commands";
import type { TokenItem } from "./token-item";
import type { TokenOwner } from "./words";

/** Commands with the secret in them, each with its copy button. A project's or workspace's token is asked which repository. */
export function SecretCommands({
  token,
  secret,
  owner,
  origin,
  repositories,
  onCopied,
}: {
  token: TokenItem;
  secret: string;
  owner: TokenOwner;
  origin: string;
  repositories: string[];
  onCopied: () => void;
}) {
  const headingId = useId();
  const [repository, setRepository] = useState(repositories[0] ?? null);
  const commands = secretCommands(origin, token, owner.workspace, repository);
  return (
    <section aria-labelledby={headingId} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 id={headingId}>Use it</h3>
      {owner.kind !== "repository" && repositories.length > 0 ? (
        <Field label="Repository in the commands" className="max-w-72">
          {(control) => (
            <Select {...control} value={repository ?? ""} onChange={(event) => setRepository(event.target.value)}>
              {repositories.map((slug) => (
                <option key={slug}>{slug}</option>
              ))}
            </Select>
          )}
        </Field>
      ) : null}
      <Tabs
        labelledBy={headingId}
        tabs={commands.map(({ title, what, before, after }) => ({
          value: title,
          label: title,
          content: (
            <Command what={what} text={before + secret + after} onCopied={onCopied}>
              {before}
              <wbr />
              <span className="text-secret-fg">{secret}</span>
              <wbr />
              {after}
            </Command>
          ),
        }))}
      />
      <Hint>
        The command holds the secret. In CI, keep it in a protected variable instead of the script. What the API can do
        stands, to be read and tried, under{" "}
        <a href="/api/reference" target="_blank" rel="noreferrer">
          REST API
        </a>
        .
      </Hint>
    </section>
  );
}
