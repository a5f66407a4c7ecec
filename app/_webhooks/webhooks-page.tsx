import { CircleDot, CirclePause, Webhook as WebhookIcon } from "lucide-react";
import Link from "next/link";
import { orNotFound } from "@/app/_shell/open";
import { PageHead, Stack } from "@/components/page";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { Status } from "@/components/ui/status";
import { Cell, Pair, Row, Table } from "@/components/ui/table";
import type { Caller } from "@/lib/authorization/principal";
import { listRepositoryWebhooks, listWorkspaceWebhooks } from "@/lib/webhooks/administer";
import { createWebhookAction } from "./actions";
import { offeredEvents } from "./offered-events";
import type { WebhookSubject } from "./subject";
import { WebhookForm } from "./webhook-form";

/** The webhooks of a repository or a workspace, for its admins. */
export async function WebhooksPage({ caller, subject }: { caller: Caller; subject: WebhookSubject }) {
  const { owner, label, path } = subject;
  const page = { pageLength: 100 };
  const listed =
    owner.kind === "repository"
      ? await listRepositoryWebhooks(caller, { ...owner, ...page })
      : await listWorkspaceWebhooks(caller, { ...owner, ...page });
  const { items } = orNotFound(listed);
  return (
    <>
      <PageHead title="Webhooks">
        Other software hears at once of what happens in <strong>{label}</strong>
        {owner.kind === "workspace" ? " and all its repositories" : ""}. What doesn’t get through is tried again for a
        day.
      </PageHead>
      <Stack>
        <Panel>
          {items.length === 0 ? (
            <EmptyState title="No webhooks yet" picture={<Icon icon={WebhookIcon} size={22} className="text-muted" />}>
              Add one below, and your CI needn’t ask again and again whether there is something new.
            </EmptyState>
          ) : (
            <Table
              caption={`Webhooks of ${label}`}
              columns={[{ label: "Address" }, { label: "Events" }, { label: "State" }]}
            >
              {items.map(({ id, url, description, events, active }) => (
                <Row key={id}>
                  <Cell>
                    <Link href={`${path}/${id}`} className="font-semibold [overflow-wrap:anywhere]">
                      {url}
                    </Link>
                    {description ? <span className="block text-xs text-muted">{description}</span> : null}
                  </Cell>
                  <Pair label="Events">{events.length === 1 ? events[0] : `${events.length} events`}</Pair>
                  <Pair label="State">
                    <Status icon={active ? CircleDot : CirclePause} live={active}>
                      {active ? "On" : "Off"}
                    </Status>
                  </Pair>
                </Row>
              ))}
            </Table>
          )}
        </Panel>
        <Panel>
          <PanelHead>
            <h2 className="text-base">Add a webhook</h2>
          </PanelHead>
          <PanelBody>
            <WebhookForm
              key={items.length}
              webhook={null}
              events={offeredEvents(owner.kind)}
              action={createWebhookAction.bind(null, owner)}
            />
          </PanelBody>
        </Panel>
      </Stack>
    </>
  );
}
