import { z } from "zod";
import { pageObject } from "@/lib/published/values";
import {
  EventSubjectsObject,
  HookEventObject,
  presentEvent,
  presentEventSubjects,
  presentWebhook,
  WebhookObject,
} from "@/lib/published/webhook";
import {
  createRepositoryWebhook,
  createWorkspaceWebhook,
  deleteRepositoryWebhook,
  deleteWorkspaceWebhook,
  getRepositoryWebhook,
  getWorkspaceWebhook,
  listRepositoryWebhooks,
  listWorkspaceWebhooks,
  updateRepositoryWebhook,
  updateWorkspaceWebhook,
} from "@/lib/webhooks/administer";
import { listEventSubjects, listEvents } from "@/lib/webhooks/list-events";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { PageQuery, pageFrom, pageOf, paginated } from "../http/pagination";
import { repositoryOf } from "./repositories";

const WebhookBody = z.object({
  url: z.string(),
  description: z.string().optional(),
  active: z.boolean().optional(),
  events: z.array(z.string()),
  secret: z.string().nullish(),
  skip_cert_verification: z
    .literal(false, "Certificates are always verified: skip_cert_verification can only be false.")
    .optional(),
});

const ofRepository = "/repositories/{workspace}/{repo_slug}/hooks";
const ofWorkspace = "/workspaces/{workspace}/hooks";

route({
  method: "GET",
  path: ofRepository,
  name: "repositories.listWebhooks",
  operation: listRepositoryWebhooks,
  query: PageQuery,
  input: (request) => ({ ...repositoryOf(request), ...pageOf(request) }),
  present: (page, request) =>
    json(paginated(request, page, (webhook) => presentWebhook(webhook, page.owner, request.origin))),
  answers: { 200: pageObject(WebhookObject) },
});

route({
  method: "GET",
  path: ofWorkspace,
  name: "workspaces.getWebhooksForWorkspace",
  operation: listWorkspaceWebhooks,
  query: PageQuery,
  input: (request) => ({ ...workspaceOf(request), ...pageOf(request) }),
  present: (page, request) =>
    json(paginated(request, page, (webhook) => presentWebhook(webhook, page.owner, request.origin))),
  answers: { 200: pageObject(WebhookObject) },
});

route({
  method: "POST",
  path: ofRepository,
  name: "repositories.createWebhook",
  operation: createRepositoryWebhook,
  body: WebhookBody,
  input: (request, { skip_cert_verification: _, ...values }) => ({ ...repositoryOf(request), ...values }),
  present: ({ webhook, owner }, { origin }) => json(presentWebhook(webhook, owner, origin), 201),
  answers: { 201: WebhookObject },
});

route({
  method: "POST",
  path: ofWorkspace,
  name: "workspaces.createWebhookForWorkspace",
  operation: createWorkspaceWebhook,
  body: WebhookBody,
  input: (request, { skip_cert_verification: _, ...values }) => ({ ...workspaceOf(request), ...values }),
  present: ({ webhook, owner }, { origin }) => json(presentWebhook(webhook, owner, origin), 201),
  answers: { 201: WebhookObject },
});

route({
  method: "GET",
  path: `${ofRepository}/{uid}`,
  name: "repositories.getWebhook",
  operation: getRepositoryWebhook,
  input: (request) => ({ ...repositoryOf(request), ...named(request) }),
  present: ({ webhook, owner }, { origin }) => json(presentWebhook(webhook, owner, origin)),
  answers: { 200: WebhookObject },
});

route({
  method: "GET",
  path: `${ofWorkspace}/{uid}`,
  name: "workspaces.getWebhookForWorkspace",
  operation: getWorkspaceWebhook,
  input: (request) => ({ ...workspaceOf(request), ...named(request) }),
  present: ({ webhook, owner }, { origin }) => json(presentWebhook(webhook, owner, origin)),
  answers: { 200: WebhookObject },
});

route({
  method: "PUT",
  path: `${ofRepository}/{uid}`,
  name: "repositories.updateWebhook",
  operation: updateRepositoryWebhook,
  body: WebhookBody.partial(),
  input: (request, { skip_cert_verification: _, ...values }) => ({
    ...repositoryOf(request),
    ...named(request),
    ...values,
  }),
  present: ({ webhook, owner }, { origin }) => json(presentWebhook(webhook, owner, origin)),
  answers: { 200: WebhookObject },
});

route({
  method: "PUT",
  path: `${ofWorkspace}/{uid}`,
  name: "workspaces.updateWebhookForWorkspace",
  operation: updateWorkspaceWebhook,
  body: WebhookBody.partial(),
  input: (request, { skip_cert_verification: _, ...values }) => ({
    ...workspaceOf(request),
    ...named(request),
    ...values,
  }),
  present: ({ webhook, owner }, { origin }) => json(presentWebhook(webhook, owner, origin)),
  answers: { 200: WebhookObject },
});

route({
  method: "DELETE",
  path: `${ofRepository}/{uid}`,
  name: "repositories.deleteWebhook",
  operation: deleteRepositoryWebhook,
  input: (request) => ({ ...repositoryOf(request), ...named(request) }),
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "DELETE",
  path: `${ofWorkspace}/{uid}`,
  name: "workspaces.deleteWebhookForWorkspace",
  operation: deleteWorkspaceWebhook,
  input: (request) => ({ ...workspaceOf(request), ...named(request) }),
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "GET",
  path: "/hook_events",
  name: "hook_events.getAllSubjectTypes",
  operation: listEventSubjects,
  input: () => ({}),
  present: (_, { origin }) => json(presentEventSubjects(origin)),
  answers: { 200: EventSubjectsObject },
});

route({
  method: "GET",
  path: "/hook_events/{subject_type}",
  name: "hook_events.list",
  operation: listEvents,
  query: PageQuery,
  input: ({ params }) => ({ subject: params.subject_type ?? "" }),
  present: (events, request) => json(paginated(request, pageFrom(events, request), presentEvent)),
  answers: { 200: pageObject(HookEventObject) },
});

function workspaceOf({ params }: RestRequest) {
  return { workspace: params.workspace ?? "" };
}

function named({ params }: RestRequest) {
  return { webhook: params.uid ?? "" };
}
