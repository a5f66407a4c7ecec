import type { ReactNode } from "react";
import { openRepository, openWorkspace } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { repositoryHome } from "@/app/_shell/resource-bars";
import { can } from "@/lib/authorization/can";
import type { Caller } from "@/lib/authorization/principal";
import { adminNames } from "@/lib/permissions/list";
import type { WebhookSubject } from "./subject";

type Show = (opened: { caller: Caller; subject: WebhookSubject }) => ReactNode;
type Opened = { caller: Caller; resource: Parameters<typeof can>[2] & Parameters<typeof adminNames>[0] };

/** What admins of a repository see of its webhooks; others hear whom to ask. */
export async function gateRepository(names: { workspace: string; repository: string }, show: Show) {
  const { caller, repository } = await openRepository(names.workspace, names.repository);
  const owner = { kind: "repository" as const, workspace: repository.workspace.slug, repository: repository.slug };
  const path = `${repositoryHome(repository)}/admin/webhooks`;
  const subject = { owner, label: `${owner.workspace}/${owner.repository}`, path };
  return gate({ caller, resource: repository.resource }, subject, show);
}

/** What admins of a workspace see of its webhooks; others hear whom to ask. */
export async function gateWorkspace(name: string, show: Show) {
  const { caller, workspace } = await openWorkspace(name);
  const owner = { kind: "workspace" as const, workspace: workspace.slug };
  const subject = { owner, label: workspace.slug, path: `/${workspace.slug}/workspace/settings/webhooks` };
  return gate({ caller, resource: workspace.resource }, subject, show);
}

async function gate({ caller, resource }: Opened, subject: WebhookSubject, show: Show) {
  if (can(caller.principal, "webhook", resource)) return show({ caller, subject });
  return (
    <Refusal
      title="Webhooks"
      rule={`Only admins of ${subject.label} manage its webhooks.`}
      admins={await adminNames(resource)}
    />
  );
}
