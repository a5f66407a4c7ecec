import { createRepositoryWebhook, createWorkspaceWebhook } from "@/lib/webhooks/administer";
import { type Calls, type CallWorld, namesOf } from "./calls";

const webhook = { url: "https://hooks.example.com/latchkey", description: "CI", active: false, events: ["repo:push"] };

/** They hear of pushes, which takes `repository`. */
export const webhookCalls: Calls = {
  "repositories.listWebhooks": () => ({}),
  "repositories.createWebhook": () => ({ body: webhook }),
  "repositories.getWebhook": async (world) => ({ params: { uid: await ofRepository(world) } }),
  "repositories.updateWebhook": async (world) => ({
    params: { uid: await ofRepository(world) },
    body: { description: "Chat" },
  }),
  "repositories.deleteWebhook": async (world) => ({ params: { uid: await ofRepository(world) } }),
  "workspaces.getWebhooksForWorkspace": () => ({}),
  "workspaces.createWebhookForWorkspace": () => ({ body: webhook }),
  "workspaces.getWebhookForWorkspace": async (world) => ({ params: { uid: await ofWorkspace(world) } }),
  "workspaces.updateWebhookForWorkspace": async (world) => ({
    params: { uid: await ofWorkspace(world) },
    body: { description: "Chat" },
  }),
  "workspaces.deleteWebhookForWorkspace": async (world) => ({ params: { uid: await ofWorkspace(world) } }),
  "hook_events.getAllSubjectTypes": () => ({}),
  "hook_events.list": () => ({ params: { subject_type: "repository" } }),
};

async function ofRepository({ admin, repository }: CallWorld): Promise<string> {
  const made = await createRepositoryWebhook(admin, { ...namesOf(repository), ...webhook });
  if (!made.ok) throw new Error("The webhook was not made.");
  return `{${made.value.webhook.id}}`;
}

async function ofWorkspace({ admin, workspace }: CallWorld): Promise<string> {
  const made = await createWorkspaceWebhook(admin, { workspace: workspace.slug, ...webhook });
  if (!made.ok) throw new Error("The webhook was not made.");
  return `{${made.value.webhook.id}}`;
}
