import { KeyRound } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Cell, Pair, Row, Sub, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { TokenCaller } from "@/lib/token-usage/get";
import { operationWords } from "@/lib/token-usage/words";
import { addressWords, clientWords } from "./usage-words";

const columns = [
  { label: "Client" },
  { label: "Last did", className: "w-44" },
  { label: "Requests", className: "w-28 text-right" },
  { label: "Last seen", className: "w-44 text-right" },
];

/** Who uses a token: a client at an address. `markOld`: tells those apart that still come with the old secret. */
export function Callers({
  callers,
  caption,
  markOld = false,
}: {
  callers: readonly TokenCaller[];
  caption: string;
  markOld?: boolean;
}) {
  return (
    <Table caption={caption} columns={columns}>
      {callers.map((caller) => (
        <Row key={`${caller.secretId} ${caller.address} ${caller.client}`}>
          <Cell>
            <span className="font-semibold [overflow-wrap:anywhere]" title={caller.client}>
              {clientWords(caller.client)}
            </span>{" "}
            {markOld && caller.old ? (
              <Badge icon={KeyRound} tone="caution">
                Old secret
              </Badge>
            ) : null}
            <Sub dot>{addressWords(caller.address)}</Sub>
          </Cell>
          <Pair label="Last did">{operationWords(caller.lastOperation)}</Pair>
          <Pair label="Requests" className="tabular-nums cards:text-right">
            {caller.requests.toLocaleString("en")}
          </Pair>
          <Pair label="Last seen" className="cards:text-right">
            <Time at={caller.lastAt} show="datetime" />
          </Pair>
        </Row>
      ))}
    </Table>
  );
}
