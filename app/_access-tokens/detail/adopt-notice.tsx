"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useToast } from "@/components/ui/toast";
import { adoptToken } from "../actions";
import type { TokenItem } from "../token-item";
import type { TokenOwner } from "../words";

/** Whoever answered for a token has left: it works on, and asks for somebody who knows it. */
export function AdoptNotice({ token, owner }: { token: TokenItem; owner: TokenOwner }) {
  const router = useRouter();
  const showToast = useToast();
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const who = token.adoptedBy ?? token.createdBy ?? "Whoever created it";

  function adopt() {
    setProblem(null);
    startTransition(async () => {
      try {
        const outcome = await adoptToken(owner.name, token.id);
        if (outcome.problem !== null) return setProblem(outcome.problem);
        showToast({ title: outcome.conflict ?? `You answer for ${token.name}` });
        router.refresh();
      } catch {
        setProblem("The server could not be reached. Try again.");
      }
    });
  }

  return (
    <Notice tone="caution">
      <p>
        <strong>{who} has left.</strong> The token works on, but nobody answers for it. Adopt it if it is still needed,
        or revoke it.
      </p>
      {problem ? (
        <p role="alert">
          <strong>Not adopted.</strong> {problem}
        </p>
      ) : null}
      <div className="mt-1">
        <Button pending={pending} onClick={adopt}>
          {pending ? "Adopting…" : "Adopt the token"}
        </Button>
      </div>
    </Notice>
  );
}
