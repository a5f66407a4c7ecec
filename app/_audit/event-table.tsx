import Link from "next/link";
import { Cell, Pair, Row, Sub, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AuditFilter } from "@/lib/audit/filter";
import type { LogOf } from "@/lib/audit/select";
import type { AuditEventView } from "@/lib/audit/view";
import { shownHref } from "./address";
import type { Logged } from "./audit-page";

const columns = [
  { label: "When", className: "w-40" },
  { label: "Who", className: "w-[22%]" },
  { label: "What" },
  { label: "From", className: "w-36" },
];

export function EventTable({ log, filter, events }: { log: Logged; filter: AuditFilter; events: AuditEventView[] }) {
  return (
    <Table caption={`Audit log of ${log.label}, the newest first`} columns={columns}>
      {events.map(({ id, at, actor, sentence, resource, address }) => (
        <Row key={id}>
          <Cell className="tabular-nums">
            <Time at={at} show="datetime" />
          </Cell>
          <Pair label="Who">
            <span className="[overflow-wrap:anywhere]">
              {actor.id && actor.id !== filter.actor ? (
                <Link
                  href={shownHref(log.href, { ...filter, actor: actor.id })}
                  prefetch={false}
                  title={`Show what ${actor.name} did`}
                >
                  {actor.name}
                </Link>
              ) : (
                actor.name
              )}
            </span>
            {actor.kind === "access_token" ? <Sub dot>Access token</Sub> : null}
          </Pair>
          <Pair label="What">
            <span className="[overflow-wrap:anywhere]">{sentence}</span>
            {resource.label === "" || resource.id === ownId(log.resource) ? null : (
              <Sub dot>
                <span className="[overflow-wrap:anywhere]">{resource.label}</span>
              </Sub>
            )}
          </Pair>
          <Pair label="From">
            {address ? (
              <span className="[overflow-wrap:anywhere]">{address}</span>
            ) : (
              <span className="text-muted">–</span>
            )}
          </Pair>
        </Row>
      ))}
    </Table>
  );
}

function ownId(resource: LogOf): string {
  switch (resource.kind) {
    case "workspace":
      return resource.workspaceId;
    case "project":
      return resource.projectId;
    case "repository":
      return resource.repositoryId;
  }
}
