import { cp } from "node:fs/promises";
import { Bitbucket } from "bitbucket";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { assignableScopes, includes, isScope, type ResourceKind, type Scope } from "@/lib/authorization/scopes";
import { repositoryPath } from "@/lib/git/storage";
import type { Project } from "@/lib/projects/find";
import type { Repository } from "@/lib/repositories/find";
import type { Workspace } from "@/lib/workspaces/find";
import { demandsInstead } from "@/test-support/boundary/rules";
import { allCalls } from "@/test-support/calls/all";
import type { Call, CallWorld } from "@/test-support/calls/calls";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { type PublishedOperation, publishedOperations } from "@/test-support/published-operations";
import { startServer } from "@/test-support/server";
import { routes } from "./http/operation-route";

// Each operation that there is, called with the npm client for Bitbucket Cloud as it is published.

const server = await startServer();
const admin = await makeUser();
const filled = await makeRepository(await makeProject(await makeWorkspace()), { storage: true });
await fillRepositories(filled);

afterAll(() => server.close());

const known = new Map(publishedOperations().map((operation) => [operation.name, operation]));
const implemented = routes.flatMap((route) => {
  const operation = route.kind === "operation" ? known.get(route.name) : undefined;
  return operation && route.kind === "operation" ? [{ operation, answers: route.answers }] : [];
});

test("each operation that there is can be called here, and nothing else", () => {
  expect(Object.keys(allCalls).sort()).toEqual(implemented.map(({ operation }) => operation.name).sort());
});

describe.each(implemented)("$operation.name", ({ operation, answers }) => {
  const { name } = operation;
  const demanded = scopeNamed(demandsInstead[name] ?? operation.scopes[0]);

  test("works with exactly its scope, not without it, and not for another resource", async () => {
    const world = await makeWorld();
    const kind = kindFor(operation);
    const all = assignableScopes(kind);
    const exact = await makeAccessToken(world[kind], [demanded ?? "webhook", ...(alsoDemands[name] ?? [])]);
    const call = await allCalls[name]?.({ ...world, self: await callerOfToken(exact) });
    if (!call) throw new Error(`Nobody says how ${name} is called.`);
    const ask = ({ secret }: { secret: string }) => send(operation, call, world, secret);

    if (demanded !== null) {
      const others = all.filter((scope) => !includes(scope, demanded));
      const lacking = await makeAccessToken(world[kind], others);
      expect(await ask(lacking), "without the scope").toEqual({ status: 403, required: [demanded] });
    }
    if (!namesNoResource(operation)) {
      const stranger = await makeAccessToken(world.others[kind], all);
      expect((await ask(stranger)).status, "with a token of another resource").toBe(404);
    }

    const { status, data } = await ask(exact);
    // The client follows by itself.
    if (302 in answers) return expect(status).toBe(200);
    expect(Object.keys(answers).map(Number), "with exactly its scope").toContain(status);
    // What isn't described falls out of what is parsed.
    expect(answers[status]?.parse(data) ?? data, "as it is described").toEqual(data);
  });
});

/** What an operation takes besides, for what its call asks of it: a webhook hears only of what may be read. */
const alsoDemands: Readonly<Record<string, readonly Scope[]>> = {
  "repositories.createWebhook": ["repository"],
  "workspaces.createWebhookForWorkspace": ["repository"],
};

type World = Omit<CallWorld, "self"> & { others: { workspace: Workspace; project: Project; repository: Repository } };

async function makeWorld(): Promise<World> {
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  await cp(repositoryPath(filled.id), repositoryPath(repository.id), { recursive: true });
  const others = {
    workspace: await makeWorkspace(),
    project: await makeProject(workspace),
    repository: await makeRepository(project, { storage: true }),
  };
  return {
    workspace,
    project,
    repository,
    emptyProject: await makeProject(workspace),
    admin: await callerOf(admin),
    others,
  };
}

/** What a token belongs to that can do it: the least that reaches what the path names, and may hold the scope. */
function kindFor({ name, path, scopes: [scope = "webhook"] }: PublishedOperation): ResourceKind {
  // What isn't there yet has no token of its own.
  if (name === "repositories.create" || name === "repositories.createFork") return "project";
  if (path.includes("{repo_slug}")) return "repository";
  const ofProject = path.includes("{project_key}") && assignableScopes("project").some((one) => one === scope);
  return ofProject ? "project" : "workspace";
}

/** Such as the workspaces of the token itself. */
function namesNoResource({ path }: PublishedOperation): boolean {
  return path === "/user/workspaces" || path.startsWith("/hook_events");
}

function scopeNamed(name: string | undefined): Scope | null {
  if (name === undefined) return null;
  if (!isScope(name)) throw new Error(`${name} is no scope.`);
  return name;
}

type Answer = { status: number; data?: unknown; required?: unknown };

/** The client's own word of what came back. */
async function send(
  { method, path, client: clientMethod }: PublishedOperation,
  { params, query, body, form }: Call,
  { workspace, project, repository }: World,
  token: string,
): Promise<Answer> {
  const client = new Bitbucket({ baseUrl: `${server.origin}/2.0`, auth: { token }, notice: false });
  const place = { workspace: workspace.slug, project_key: project.key, repo_slug: repository.slug };
  const named = Object.fromEntries(Object.entries(place).filter(([name]) => path.includes(`{${name}}`)));
  const sent = form ? { _body: new URLSearchParams(form) } : body === undefined ? {} : { _body: body };
  const asked = { ...named, ...query, ...params, ...sent };
  try {
    const { status, data } = await callOf(client, clientMethod ?? `${method} ${path}`)(asked);
    return { status, data };
  } catch (error) {
    return refusal(error);
  }
}

type Asked = Record<string, unknown>;

/** The client's method of that name, such as `repositories.get`; or its general one, for what it has no method for. */
function callOf(client: InstanceType<typeof Bitbucket>, name: string): (asked: Asked) => Promise<Answer> {
  const [group = "", method = ""] = name.split(".");
  const methods: unknown = Reflect.get(client, group);
  const found: unknown = typeof methods === "object" && methods ? Reflect.get(methods, method) : undefined;
  if (typeof found === "function") return (asked) => found(asked);
  return (asked) => client.request(name, asked);
}

/** As the client throws it. */
const Refusal = z.object({
  status: z.number(),
  error: z.object({ error: z.object({ detail: z.object({ required: z.unknown() }).optional() }) }),
});

function refusal(error: unknown): Answer {
  const thrown = Refusal.safeParse(error);
  if (!thrown.success) throw error;
  const { status, error: said } = thrown.data;
  return { status, ...said.error.detail };
}
