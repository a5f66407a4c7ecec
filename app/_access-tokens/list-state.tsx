"use client";
import { Ban, CircleDot, Clock } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { useMoment } from "@/components/ui/clock";
import { dateAndTime, shortDate } from "@/components/ui/format-time";
import { Status } from "@/components/ui/status";
import type { TokenItem } from "./token-item";

const dayMs = 24 * 60 * 60_000;
/** From then on the end of a token wants care. */
const soonMs = 14 * dayMs;

/** The state of a token under its name: quiet, unless its end is near. */
export function ListState({ token }: { token: Pick<TokenItem, "state" | "expiresAt"> }) {
  const { now, zone } = useMoment();
  if (token.state === "revoked") return <Status icon={Ban}>Revoked</Status>;
  if (token.state === "expired") return <Status icon={Clock}>Expired</Status>;
  if (token.expiresAt === null) {
    return (
      <Status icon={CircleDot} live>
        Active, never expires
      </Status>
    );
  }
  const end = new Date(token.expiresAt);
  const left = end.getTime() - now;
  if (left < soonMs) {
    return (
      <span title={dateAndTime(end, now, zone)}>
        <Badge icon={Clock} tone="caution">
          {left <= 0 ? "Expires now" : `Expires in ${timeLeft(left)}`}
        </Badge>
      </span>
    );
  }
  return (
    <Status icon={CircleDot} live>
      Active, expires {shortDate(end, zone)}
    </Status>
  );
}

/** "5 days", "3 hours", "1 minute": never more than is left. */
export function timeLeft(ms: number): string {
  const [count, unit] =
    ms >= dayMs
      ? [Math.floor(ms / dayMs), "day"]
      : ms >= dayMs / 24
        ? [Math.floor(ms / (dayMs / 24)), "hour"]
        : [Math.max(1, Math.floor(ms / 60_000)), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
