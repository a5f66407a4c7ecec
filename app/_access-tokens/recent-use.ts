import type { TokenUsage } from "@/lib/token-usage/get";

/** Who would notice the end of a token: what a dialog tells before it. Times are text. */
export type RecentUse = {
  requestsLastDay: number;
  callers: { client: string; address: string; requests: number; lastAt: string }[];
};

const mostCallers = 5;

export function toRecentUse({ requestsLastDay, callers }: Pick<TokenUsage, "requestsLastDay" | "callers">): RecentUse {
  return {
    requestsLastDay,
    callers: callers.slice(0, mostCallers).map(({ client, address, requests, lastAt }) => ({
      client,
      address,
      requests,
      lastAt: lastAt.toISOString(),
    })),
  };
}
