import { z } from "zod";
import { presentRunner, RunnerObject } from "@/lib/published/runner";
import { pageObject } from "@/lib/published/values";
import {
  deleteRepositoryRunner,
  deleteWorkspaceRunner,
  getRepositoryRunner,
  getWorkspaceRunner,
  listRepositoryRunners,
  listWorkspaceRunners,
  registerRepositoryRunner,
  registerWorkspaceRunner,
  updateRepositoryRunner,
  updateWorkspaceRunner,
} from "@/lib/runners/administer";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { PageQuery, pageOf, paginated } from "../http/pagination";
import { repositoryOf } from "./repositories";

const RunnerBody = z.object({ name: z.string(), labels: z.array(z.string()).optional() });

const statuses = ["UNREGISTERED", "ONLINE", "OFFLINE", "DISABLED", "ENABLED", "UNHEALTHY"] as const;
const RunnerChanges = RunnerBody.partial().extend({
  state: z
    .object({ status: z.enum(statuses).describe("`DISABLED` and `ENABLED` change it; any other leaves it").optional() })
    .optional(),
});

const ofRepository = "/repositories/{workspace}/{repo_slug}/pipelines-config/runners";
const ofWorkspace = "/workspaces/{workspace}/pipelines-config/runners";

route({
  method: "GET",
  path: ofRepository,
  name: "getRepositoryRunners",
  operation: listRepositoryRunners,
  query: PageQuery,
  input: (request) => ({ ...repositoryOf(request), ...pageOf(request) }),
  present: (page, request) =>
    json(paginated(request, page, (runner) => presentRunner(runner, page.owner, request.origin))),
  answers: { 200: pageObject(RunnerObject) },
});

route({
  method: "GET",
  path: ofWorkspace,
  name: "getWorkspaceRunners",
  operation: listWorkspaceRunners,
  query: PageQuery,
  input: (request) => ({ ...workspaceOf(request), ...pageOf(request) }),
  present: (page, request) =>
    json(paginated(request, page, (runner) => presentRunner(runner, page.owner, request.origin))),
  answers: { 200: pageObject(RunnerObject) },
});

route({
  method: "POST",
  path: ofRepository,
  name: "createRepositoryRunner",
  operation: registerRepositoryRunner,
  body: RunnerBody,
  input: (request, values) => ({ ...repositoryOf(request), ...values }),
  present: ({ runner, owner, secret }, { origin }) => json(presentRunner(runner, owner, origin, secret)),
  answers: { 200: RunnerObject },
});

route({
  method: "POST",
  path: ofWorkspace,
  name: "createWorkspaceRunner",
  operation: registerWorkspaceRunner,
  body: RunnerBody,
  input: (request, values) => ({ ...workspaceOf(request), ...values }),
  present: ({ runner, owner, secret }, { origin }) => json(presentRunner(runner, owner, origin, secret)),
  answers: { 200: RunnerObject },
});

route({
  method: "GET",
  path: `${ofRepository}/{runner_uuid}`,
  name: "getRepositoryRunner",
  operation: getRepositoryRunner,
  input: (request) => ({ ...repositoryOf(request), ...named(request) }),
  present: ({ runner, owner }, { origin }) => json(presentRunner(runner, owner, origin)),
  answers: { 200: RunnerObject },
});

route({
  method: "GET",
  path: `${ofWorkspace}/{runner_uuid}`,
  name: "getWorkspaceRunner",
  operation: getWorkspaceRunner,
  input: (request) => ({ ...workspaceOf(request), ...named(request) }),
  present: ({ runner, owner }, { origin }) => json(presentRunner(runner, owner, origin)),
  answers: { 200: RunnerObject },
});

route({
  method: "PUT",
  path: `${ofRepository}/{runner_uuid}`,
  name: "updateRepositoryRunner",
  operation: updateRepositoryRunner,
  body: RunnerChanges,
  input: (request, body) => ({ ...repositoryOf(request), ...named(request), ...changesIn(body) }),
  present: ({ runner, owner }, { origin }) => json(presentRunner(runner, owner, origin)),
  answers: { 200: RunnerObject },
});

route({
  method: "PUT",
  path: `${ofWorkspace}/{runner_uuid}`,
  name: "updateWorkspaceRunner",
  operation: updateWorkspaceRunner,
  body: RunnerChanges,
  input: (request, body) => ({ ...workspaceOf(request), ...named(request), ...changesIn(body) }),
  present: ({ runner, owner }, { origin }) => json(presentRunner(runner, owner, origin)),
  answers: { 200: RunnerObject },
});

route({
  method: "DELETE",
  path: `${ofRepository}/{runner_uuid}`,
  name: "deleteRepositoryRunner",
  operation: deleteRepositoryRunner,
  input: (request) => ({ ...repositoryOf(request), ...named(request) }),
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "DELETE",
  path: `${ofWorkspace}/{runner_uuid}`,
  name: "deleteWorkspaceRunner",
  operation: deleteWorkspaceRunner,
  input: (request) => ({ ...workspaceOf(request), ...named(request) }),
  present: () => noContent(),
  answers: { 204: null },
});

/** Clients send back what they were told: a state such as `ONLINE` is no wish. */
function changesIn({ state, ...changes }: z.output<typeof RunnerChanges>) {
  switch (state?.status) {
    case "DISABLED":
      return { ...changes, enabled: false };
    case "ENABLED":
      return { ...changes, enabled: true };
    default:
      return changes;
  }
}

function workspaceOf({ params }: RestRequest) {
  return { workspace: params.workspace ?? "" };
}

function named({ params }: RestRequest) {
  return { runner: params.runner_uuid ?? "" };
}
