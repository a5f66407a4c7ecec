"use client";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { Button } from "@/components/ui/button";
import { Panel, PanelHead } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";
import type { Invitation } from "@/lib/memberships/invitations";
import { withdrawInvitationAction } from "./actions";

export function InvitationList({ workspace, invitations }: { workspace: string; invitations: Invitation[] }) {
  const { run, pending, message } = useRowAction();
  const showToast = useToast();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <FormMessage message={message} />
      <Panel role="region" aria-labelledby="invitations">
        <PanelHead>
          <h2 id="invitations" className="text-base">
            Open invitations
          </h2>
        </PanelHead>
        <ul>
          {invitations.map(({ id, email, role, expiresAt }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2 last:border-b-0">
              <div className="min-w-0 flex-[1_1_14rem] [overflow-wrap:anywhere]">
                <span className="font-semibold">{email}</span>
                <span className="block text-xs text-muted">
                  {role === "admin" ? "As an admin" : "As a member"} · open until{" "}
                  <Time at={expiresAt} show="datetime" />
                </span>
              </div>
              <Button
                size="small"
                pending={pending}
                aria-label={`Withdraw the invitation of ${email}`}
                onClick={() =>
                  run(
                    () => withdrawInvitationAction(workspace, id),
                    () =>
                      showToast({
                        title: "Invitation withdrawn",
                        text: `The link sent to ${email} opens nothing now.`,
                      }),
                  )
                }
              >
                Withdraw
              </Button>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
