import { Cell, Pair, Row, Sub, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { TokenUsage } from "@/lib/token-usage/get";
import { operationWords, refusalWords } from "@/lib/token-usage/words";

const columns = [
  { label: "Why" },
  { label: "Requests", className: "w-28 text-right" },
  { label: "Last seen", className: "w-44 text-right" },
];

/** What a token was refused in the last 30 days, and why. */
export function Refusals({ refusals, name }: { refusals: TokenUsage["refusals"]; name: string }) {
  return (
    <Table caption={`Refused requests of ${name} in the last 30 days`} columns={columns}>
      {refusals.map((refusal) => {
        const { why, scope } = refusalWords(refusal);
        return (
          <Row key={`${refusal.outcome} ${refusal.operation} ${refusal.scope}`}>
            <Cell>
              {why} {scope ? <code className="rounded-sm border bg-chip px-1 py-px">{scope}</code> : null}
              <Sub dot>{operationWords(refusal.operation)}</Sub>
            </Cell>
            <Pair label="Requests" className="tabular-nums cards:text-right">
              {refusal.requests.toLocaleString("en")}
            </Pair>
            <Pair label="Last seen" className="cards:text-right">
              <Time at={refusal.lastAt} show="datetime" />
            </Pair>
          </Row>
        );
      })}
    </Table>
  );
}
