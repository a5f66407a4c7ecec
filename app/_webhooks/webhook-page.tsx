import { orNotFound } from "@/app/_shell/open";
import { BackLink, PageHead, Stack } from "@/components/page";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import type { Caller } from "@/lib/authorization/principal";
import { getWebhookDeliveries } from "@/lib/webhooks/deliveries";
import { updateWebhookAction } from "./actions";
import { DeleteWebhook } from "./delete-webhook";
import { DeliveryList } from "./delivery-list";
import { offeredEvents } from "./offered-events";
import type { WebhookSubject } from "./subject";
import { WebhookForm } from "./webhook-form";

/** One webhook: its settings, and what it was sent and answered. */
export async function WebhookPage({ caller, subject, id }: { caller: Caller; subject: WebhookSubject; id: string }) {
  const { owner, path } = subject;
  const { webhook, deliveries } = orNotFound(await getWebhookDeliveries(caller, { owner, webhook: id }));
  return (
    <>
      <BackLink href={path}>Webhooks</BackLink>
      <PageHead title={webhook.url}>{webhook.description}</PageHead>
      <Stack>
        <DeliveryList
          owner={owner}
          webhook={webhook.id}
          deliveries={deliveries.map((delivery) => ({
            id: delivery.id,
            eventKey: delivery.eventKey,
            state: delivery.state,
            attempts: delivery.attempts,
            createdAt: delivery.createdAt,
            nextAttemptAt: delivery.nextAttemptAt,
            answerStatus: delivery.answerStatus,
            answerBody: delivery.answerBody,
            problem: delivery.problem,
            body: delivery.body,
          }))}
        />
        <Panel>
          <PanelHead>
            <h2 className="text-base">Settings</h2>
          </PanelHead>
          <PanelBody>
            <WebhookForm
              webhook={webhook}
              events={offeredEvents(owner.kind)}
              action={updateWebhookAction.bind(null, owner, webhook.id)}
            />
          </PanelBody>
        </Panel>
        <DeleteWebhook owner={owner} webhook={webhook.id} leadsTo={path} />
      </Stack>
    </>
  );
}
