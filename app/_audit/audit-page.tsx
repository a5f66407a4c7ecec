import "server-only";
import { Download } from "lucide-react";
import Link from "next/link";
import type { UserCaller } from "@/app/_session/caller";
import { Refusal } from "@/app/_shell/refusal";
import { PageHead } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelFoot } from "@/components/ui/panel";
import { exportFormats } from "@/lib/audit/export-lines";
import { listAuditEvents } from "@/lib/audit/list";
import type { LogOf } from "@/lib/audit/select";
import { adminNames } from "@/lib/permissions/list";
import type { ResourceName } from "@/lib/resource-name";
import { exportHref, isUnfiltered, parseShown, shownHref } from "./address";
import { EventTable } from "./event-table";
import { FilterForm } from "./filter-form";

/** The log that a page is about. */
export type Logged = {
  name: ResourceName;
  resource: LogOf;
  /** `acme`, `Platform` or `acme/api` */
  label: string;
  /** The page's own address. */
  href: string;
};

/** The audit log of a resource: one page for all three kinds. */
export async function AuditPage({
  caller,
  log,
  searchParams,
}: {
  caller: UserCaller;
  log: Logged;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { filter, before, after } = parseShown(await searchParams);
  const listed = await listAuditEvents(caller, { resource: log.name, filter, before, after });
  if (!listed.ok) {
    return (
      <Refusal
        title="Audit log"
        rule={`Only admins of ${log.label} read its audit log.`}
        admins={await adminNames(log.resource)}
      />
    );
  }
  const { events, newer, older } = listed.value;
  const href = shownHref(log.href, filter);
  return (
    <>
      <PageHead
        title="Audit log"
        actions={exportFormats.map((format) => (
          <ButtonLink key={format} href={exportHref(log.name, filter, format)} prefetch={false} download>
            <Icon icon={Download} />
            Export {format.toUpperCase()}
          </ButtonLink>
        ))}
      >
        {introOf(log)}
      </PageHead>
      <FilterForm
        key={href}
        base={log.href}
        filter={filter}
        actorName={events.find(({ actor }) => actor.id === filter.actor)?.actor.name}
      />
      <Panel>
        {events.length === 0 ? (
          <NothingThere unfiltered={isUnfiltered(filter)} clearHref={log.href} />
        ) : (
          <EventTable log={log} filter={filter} events={events} />
        )}
        {events.length > 0 ? (
          <PanelFoot className="flex-wrap">
            <span className="min-w-0 flex-[1_1_12rem]">The newest first. Nobody can change or delete them.</span>
            {newer || older ? (
              <nav aria-label="Pages" className="ml-auto flex items-center gap-2">
                {newer ? (
                  <ButtonLink
                    size="small"
                    href={shownHref(log.href, filter, { after: newer })}
                    prefetch={false}
                    rel="prev"
                  >
                    Newer
                  </ButtonLink>
                ) : null}
                {older ? (
                  <ButtonLink
                    size="small"
                    href={shownHref(log.href, filter, { before: older })}
                    prefetch={false}
                    rel="next"
                  >
                    Older
                  </ButtonLink>
                ) : null}
              </nav>
            ) : null}
          </PanelFoot>
        ) : null}
      </Panel>
    </>
  );
}

function introOf({ resource, label }: Logged) {
  const subject = <strong>{label}</strong>;
  switch (resource.kind) {
    case "workspace":
      return (
        <>
          What was done in {subject}, its projects and repositories: by whom, and from where. Sign-ins of its members
          stand here too.
        </>
      );
    case "project":
      return <>What was done to {subject} and its repositories: by whom, and from where.</>;
    case "repository":
      return <>What was done to {subject}: by whom, and from where.</>;
  }
}

function NothingThere({ unfiltered, clearHref }: { unfiltered: boolean; clearHref: string }) {
  return (
    <div className="p-4">
      <h2 className="text-base">{unfiltered ? "Nothing has happened yet" : "No event matches"}</h2>
      <p className="text-muted">
        {unfiltered ? (
          "Tokens, members, permissions and settings: each change will stand here."
        ) : (
          <>
            Names, actions, details and addresses are searched.{" "}
            <Link href={clearHref} scroll={false}>
              Clear the filter
            </Link>
          </>
        )}
      </p>
    </div>
  );
}
