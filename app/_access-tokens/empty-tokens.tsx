import { Plus } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState, Steps } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Panel } from "@/components/ui/panel";

export function EmptyTokens({ createHref }: { createHref: string | null }) {
  return (
    <Panel>
      <EmptyState
        title="No access tokens yet"
        picture={<UncutKey />}
        action={
          createHref === null ? null : (
            <ButtonLink kind="primary" href={createHref}>
              <Icon icon={Plus} />
              Create access token
            </ButtonLink>
          )
        }
      >
        Give each machine its own: a CI job, a bot, a scanner. You choose what it may do, and you can end one without
        touching the others.
      </EmptyState>
      <Steps
        steps={[
          { title: "Name it and choose scopes", text: "They are fixed once the token exists." },
          { title: "Copy its secret", text: "It is shown once, with commands for git and the API." },
          { title: "Revoke it when it’s done", text: "The very next request is refused." },
        ]}
      />
    </Panel>
  );
}

function UncutKey() {
  return (
    <svg viewBox="0 0 72 72" aria-hidden="true" fill="none" className="size-18 flex-none">
      <rect
        x=".75"
        y=".75"
        width="70.5"
        height="70.5"
        rx="16"
        strokeWidth="1.5"
        strokeDasharray="4 4"
        className="stroke-line-strong"
      />
      <g transform="translate(9.5 10) scale(1.62)" strokeWidth=".8" strokeLinejoin="round" className="stroke-muted">
        <circle cx="12.5" cy="9.75" r="2.65" />
        <path d="M10.75 15.45a6 6 0 1 1 3.5 0v2.65h4.25v3h-4.25v3.4h8.25l2 2v1.5H10.75Z" />
      </g>
    </svg>
  );
}
