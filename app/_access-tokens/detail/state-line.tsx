import { Ban, CircleDot, Clock } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import type { TokenItem } from "../token-item";
import { endedBy } from "../words";

const icons = { active: CircleDot, expired: Clock, revoked: Ban };

/** "Active, never expires. Created 11 Nov 2025 by Priya Raman." */
export function StateLine({ token }: { token: TokenItem }) {
  return (
    <p className="mt-0.5 flex items-start gap-[0.3125rem] text-sm text-muted">
      <Icon
        icon={icons[token.state]}
        size={12}
        className={
          token.state === "active"
            ? "mt-[3px] text-live [&.lucide-circle-dot>circle:first-child]:fill-current [&.lucide-circle-dot>circle:first-child]:[r:2.5px]"
            : "mt-[3px]"
        }
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <State token={token} /> Created <Time at={token.createdAt} show="date" /> by{" "}
        {token.createdBy ?? "the command line"}.
        {token.replacedAt ? (
          <>
            {" "}
            Replaced <Time at={token.replacedAt} show="date" />.
          </>
        ) : null}
        {token.adoptedAt ? (
          <>
            {" "}
            Adopted <Time at={token.adoptedAt} show="date" />
            {token.adoptedBy ? ` by ${token.adoptedBy}` : ""}.
          </>
        ) : null}
      </span>
    </p>
  );
}

function State({ token }: { token: TokenItem }): ReactNode {
  if (token.revokedAt) {
    return (
      <>
        Revoked <Time at={token.revokedAt} show="datetime" /> by {endedBy(token)}.
      </>
    );
  }
  if (token.expiresAt === null) return "Active, never expires.";
  return (
    <>
      {token.state === "expired" ? "Expired" : "Active, expires"} <Time at={token.expiresAt} show="datetime" />.
    </>
  );
}
