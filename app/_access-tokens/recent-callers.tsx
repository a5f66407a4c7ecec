"use client";
import { Time } from "@/components/ui/time";
import { addressWords, clientWords } from "./detail/usage-words";
import type { RecentUse } from "./recent-use";

/** The last callers of a token and the requests of the last day, for a dialog that is about to end something. */
export function RecentCallers({ use }: { use: RecentUse }) {
  if (use.callers.length === 0) return <p className="text-muted">Nobody is known to use it.</p>;
  const cell = "px-3 py-1.5 align-top";
  return (
    <div className="overflow-clip rounded-float border bg-surface">
      <table className="w-full border-collapse text-left">
        <caption className="border-b px-3 py-2 text-left text-sm text-muted">
          Last callers. <strong className="text-fg">{use.requestsLastDay.toLocaleString("en")}</strong>{" "}
          {use.requestsLastDay === 1 ? "request" : "requests"} since yesterday.
        </caption>
        <thead className="text-xs text-muted">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Client
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              Requests
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              Last seen
            </th>
          </tr>
        </thead>
        <tbody>
          {use.callers.map(({ client, address, requests, lastAt }) => (
            <tr key={`${client} ${address} ${lastAt}`} className="border-t">
              <td className={`${cell} [overflow-wrap:anywhere]`} title={client}>
                {clientWords(client)}
                <span className="block text-xs text-muted">{addressWords(address)}</span>
              </td>
              <td className={`${cell} text-right tabular-nums`}>{requests.toLocaleString("en")}</td>
              <td className={`${cell} text-right`}>
                <Time at={lastAt} show="relative" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
