"use client";
import { useId } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact, Facts } from "@/components/ui/facts";
import { botEmail } from "@/lib/access-tokens/bot";
import type { TokenItem } from "./token-item";

/** What makes a commit the token's. */
export function CommitIdentity({ token, origin }: { token: TokenItem; origin: string }) {
  const headingId = useId();
  const address = botEmail(token.botId, new URL(origin).host);
  const facts = [
    { name: "Commit address", what: "Commit address", text: address },
    { name: "Set it in a clone", what: "Git config command", text: `git config user.email ${address}` },
    { name: "Bot UUID", what: "Bot UUID", text: `{${token.id}}` },
  ];
  return (
    <section aria-labelledby={headingId}>
      <h3 id={headingId} className="mb-1">
        Commit as this token
      </h3>
      <Facts>
        {facts.map(({ name, what, text }, index) => (
          <Fact key={name} name={name}>
            <code id={`${headingId}-${index}`} title={text} className="min-w-0 truncate text-sm">
              {text}
            </code>
            <CopyButton
              kind="quiet"
              size="small"
              text={text}
              what={what}
              select={`${headingId}-${index}`}
              className="ml-auto"
            />
          </Fact>
        ))}
      </Facts>
    </section>
  );
}
