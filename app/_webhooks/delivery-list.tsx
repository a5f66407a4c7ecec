"use client";
import { Check, Clock, RotateCw, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelHead } from "@/components/ui/panel";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";
import type { WebhookOwnerName } from "@/lib/webhooks/deliveries";
import { redeliverAction } from "./actions";

type Delivery = {
  id: string;
  eventKey: string;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  createdAt: Date;
  nextAttemptAt: Date | null;
  answerStatus: number | null;
  answerBody: string | null;
  problem: string | null;
  body: string;
};

/** The last deliveries, the newest first, each with what was sent and answered. */
export function DeliveryList({
  owner,
  webhook,
  deliveries,
}: {
  owner: WebhookOwnerName;
  webhook: string;
  deliveries: Delivery[];
}) {
  const { run, pending, message } = useRowAction();
  const showToast = useToast();

  function redeliver(delivery: Delivery) {
    run(async () => {
      const sent = await redeliverAction(owner, webhook, delivery.id);
      if (sent.status !== "done") return sent;
      showToast({ title: told[sent.value.state] });
      return { status: "done", value: null };
    });
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3" aria-busy={pending}>
      <FormMessage message={message} />
      <Panel>
        <PanelHead>
          <h2 className="text-base">Last deliveries</h2>
        </PanelHead>
        {deliveries.length === 0 ? (
          <EmptyState title="Nothing was sent yet">The next event that it hears of shows here.</EmptyState>
        ) : (
          <ul className="divide-y">
            {deliveries.map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} onRedeliver={() => redeliver(delivery)} />
            ))}
          </ul>
        )}
      </Panel>
    </div>
  );
}

const told = { delivered: "Delivered", failed: "It failed again", waiting: "It’s being tried now" };

function DeliveryRow({ delivery, onRedeliver }: { delivery: Delivery; onRedeliver: () => void }) {
  const [open, setOpen] = useState(false);
  const { eventKey, createdAt, attempts, nextAttemptAt, problem, answerStatus, answerBody, body, state } = delivery;
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="min-w-0 flex-[1_1_14rem]">
          <span className="font-semibold [overflow-wrap:anywhere]">{eventKey}</span>
          <span className="block text-xs text-muted">
            <Time at={createdAt} show="datetime" />
            {attempts > 1 ? `, ${attempts} tries` : ""}
            {state === "waiting" && nextAttemptAt ? (
              <>
                , again <Time at={nextAttemptAt} show="datetime" />
              </>
            ) : null}
          </span>
        </span>
        <DeliveryState delivery={delivery} />
        <span className="flex gap-2">
          <Button size="small" kind="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide" : "Show"}
          </Button>
          <Button size="small" onClick={onRedeliver}>
            <Icon icon={RotateCw} />
            {state === "waiting" ? "Try now" : "Redeliver"}
          </Button>
        </span>
      </div>
      {problem ? <p className="text-sm text-muted">{problem}</p> : null}
      {open ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <Text name="Sent" text={readable(body)} />
          {answerStatus === null ? null : <Text name={`Answered with ${answerStatus}`} text={answerBody ?? ""} />}
        </div>
      ) : null}
    </li>
  );
}

function DeliveryState({ delivery: { state, attempts } }: { delivery: Delivery }) {
  switch (state) {
    case "delivered":
      return <Status icon={Check}>Delivered</Status>;
    case "failed":
      return (
        <Badge icon={TriangleAlert} tone="danger">
          Failed
        </Badge>
      );
    case "waiting":
      return attempts === 0 ? (
        <Status icon={Clock}>Waiting</Status>
      ) : (
        <Badge icon={Clock} tone="caution">
          Failing
        </Badge>
      );
  }
}

function Text({ name, text }: { name: string; text: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <h3 className="text-sm">{name}</h3>
      {text === "" ? (
        <p className="text-sm text-muted">Nothing.</p>
      ) : (
        // Scrollable, so it has to be reached by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        <pre tabIndex={0} className="max-h-80 overflow-auto rounded-md border bg-sunken p-3 text-xs">
          {text}
        </pre>
      )}
    </div>
  );
}

/** JSON with its lines broken, as a person reads it. */
function readable(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
