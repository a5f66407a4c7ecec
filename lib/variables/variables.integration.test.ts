import { and, eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { environments } from "@/db/schema/environments";
import { variables } from "@/db/schema/variables";
import type { Caller } from "@/lib/authorization/principal";
import type { Scope } from "@/lib/authorization/scopes";
import { createEnvironment } from "@/lib/environments/create";
import { deleteRepository } from "@/lib/repositories/delete";
import type { Repository } from "@/lib/repositories/find";
import { createRepositoryVariable } from "@/lib/variables/create";
import { variablesForRun } from "@/lib/variables/for-run";
import { listRepositoryVariables } from "@/lib/variables/list";
import { updateRepositoryVariable } from "@/lib/variables/update";
import { deleteWorkspace } from "@/lib/workspaces/delete";
import type { Workspace } from "@/lib/workspaces/find";
import { namesOf } from "@/test-support/calls/calls";
import {
  callerOf,
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { startServer } from "@/test-support/server";

const server = await startServer();
const person = await makeUser();
let workspace: Workspace;
let repository: Repository;
let admin: Caller;
/** Of the workspace, so that it reaches all three kinds of places. */
let secret: string;

afterAll(() => server.close());

beforeEach(async () => {
  workspace = await makeWorkspace({ admin: person });
  repository = await makeRepository(await makeProject(workspace), { storage: true });
  admin = await callerOf(person);
  secret = (await makeAccessToken(workspace, ["pipeline", "pipeline:variable"])).secret;
});

const hidden = "correct horse battery staple";
type Answer = { status: number; text: string; body: ReturnType<typeof JSON.parse> };

async function ask(method: string, path: string, body?: unknown, token = secret): Promise<Answer> {
  const sent = { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await server.get(`/2.0${path}`, token, body === undefined ? { method } : { method, ...sent });
  const text = await answer.text();
  return { status: answer.status, text, body: text.startsWith("{") ? JSON.parse(text) : null };
}

const ofRepository = () => `/repositories/${workspace.slug}/${repository.slug}`;
const inRepository = () => `${ofRepository()}/pipelines_config/variables`;
const inWorkspace = () => `/workspaces/${workspace.slug}/pipelines-config/variables`;

async function made(name = "Production"): Promise<{ id: string; path: string }> {
  const created = await createEnvironment(admin, { ...namesOf(repository), name, type: "Production" });
  if (!created.ok) throw new Error("The environment was not made.");
  const { id } = created.value;
  return { id, path: `${ofRepository()}/deployments_config/environments/${encodeURIComponent(`{${id}}`)}/variables` };
}

function rowsOf() {
  return db().select().from(variables).where(eq(variables.workspaceId, workspace.id));
}

async function auditOf(action: string): Promise<Record<string, unknown>[]> {
  const events = await db()
    .select({ details: auditEvents.details })
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspace.id), eq(auditEvents.action, action)));
  return events.map(({ details }) => details);
}

describe.each(["workspace", "repository", "environment"])("variables of a %s", (kind) => {
  let path: string;
  let environment: string | null;

  beforeEach(async () => {
    path = kind === "workspace" ? inWorkspace() : kind === "repository" ? inRepository() : (await made()).path;
    environment = kind === "environment" ? "Production" : null;
  });

  test("are added, listed by their keys, changed and deleted, and each is in the log without its value", async () => {
    const clear = await ask("POST", path, { key: "REGION", value: "eu-1" });
    const variable = { type: "pipeline_variable", uuid: clear.body.uuid, key: "REGION", value: "eu-1", secured: false };
    expect(clear).toMatchObject({ status: 201, body: variable });
    const one = `${path}/${encodeURIComponent(variable.uuid)}`;
    await ask("POST", path, { key: "ACCOUNT", value: "7", secured: "false" });
    const { body: listed } = await ask("GET", `${path}?pagelen=1`);
    expect(listed).toMatchObject({ size: 2, pagelen: 1, values: [{ key: "ACCOUNT", value: "7" }] });
    expect((await server.get(new URL(listed.next).pathname + new URL(listed.next).search, secret)).status).toBe(200);
    expect((await ask("PUT", one, { key: "ZONE" })).body).toEqual({ ...variable, key: "ZONE" });
    expect((await ask("PUT", one, { value: "eu-2" })).body).toEqual({ ...variable, key: "ZONE", value: "eu-2" });
    expect(await ask("DELETE", one)).toMatchObject({ status: 204, text: "" });
    expect((await ask("DELETE", one)).status).toBe(404);
    expect((await ask("PUT", one, { key: "ZONE" })).status).toBe(404);
    expect(await auditOf("variable.created")).toEqual([
      { key: "REGION", secured: false, environment },
      { key: "ACCOUNT", secured: false, environment },
    ]);
    expect(await auditOf("variable.updated")).toEqual([
      { key: "ZONE", key_before: "REGION", secured: false, new_value: false, environment },
      { key: "ZONE", key_before: "ZONE", secured: false, new_value: true, environment },
    ]);
    expect(await auditOf("variable.deleted")).toEqual([{ key: "ZONE", secured: false, environment }]);
  });

  test("that are secured never show their value again: in no answer, no row and no log", async () => {
    const said: string[] = [];
    const askAndKeep = async (...args: Parameters<typeof ask>) => {
      const answer = await ask(...args);
      said.push(answer.text);
      return answer;
    };
    const created = await askAndKeep("POST", path, { key: "PASSWORD", value: hidden, secured: true });
    const { uuid } = created.body;
    expect(created).toMatchObject({ status: 201, body: { type: "pipeline_variable", uuid, key: "PASSWORD" } });
    const one = `${path}/${encodeURIComponent(uuid)}`;
    await askAndKeep("GET", path);
    await askAndKeep("GET", `${path}?fields=values.value,values.sealed`);
    if (kind !== "environment") await askAndKeep("GET", one);
    expect((await askAndKeep("PUT", one, { key: "PASS" })).body).toEqual({
      type: "pipeline_variable",
      uuid,
      key: "PASS",
      secured: true,
    });
    const refused = await askAndKeep("PUT", one, { secured: false });
    const why = ["Enter a new value: the secured one is never shown again."];
    expect([refused.status, refused.body.error.fields]).toEqual([400, { value: why }]);
    await askAndKeep("PUT", one, { key: "PASS", secured: true });
    const [row] = await rowsOf();
    expect(row).toMatchObject({ key: "PASS", value: null });
    expect(row?.sealed?.includes(hidden)).toBe(false);
    const log = await db().select().from(auditEvents).where(eq(auditEvents.workspaceId, workspace.id));
    expect([...said, JSON.stringify(log)].filter((text) => text.includes(hidden))).toEqual([]);

    expect((await ask("PUT", one, { secured: false, value: "public" })).body).toMatchObject({ value: "public" });
    expect((await ask("PUT", one, { secured: true })).body).not.toHaveProperty("value");
    const [sealed] = await rowsOf();
    expect(sealed).toMatchObject({ value: null, sealed: expect.any(Buffer) });
  });

  test("take keys of letters, digits and underscores, each once, and values with bounds", async () => {
    const wrong: [body: object, field: string][] = [
      [{ key: "", value: "x" }, "key"],
      [{ key: "1ST", value: "x" }, "key"],
      [{ key: "A-B", value: "x" }, "key"],
      [{ key: "ÄÖ", value: "x" }, "key"],
      [{ key: "A B", value: "x" }, "key"],
      [{ key: "A".repeat(256), value: "x" }, "key"],
      [{ key: "A" }, "value"],
      [{ key: "A", value: "x".repeat(32_001) }, "value"],
      [{ key: "A", value: "a\0b" }, "value"],
      [{ key: "A", value: "", secured: true }, "value"],
      [{ key: "A", value: 7 }, "value"],
      [{ key: "A", value: "x", secured: "perhaps" }, "secured"],
    ];
    for (const [body, field] of wrong) {
      const { status, body: said } = await ask("POST", path, body);
      expect([body, status, Object.keys(said.error.fields)]).toEqual([body, 400, [field]]);
    }
    expect((await ask("POST", path, { key: "_a1", value: "" })).status).toBe(201);
    expect((await ask("POST", path, { key: "_A1", value: "x".repeat(32_000) })).status).toBe(201);
    const again = await ask("POST", path, { key: "_a1", value: "x" });
    expect([again.status, again.body.error.message]).toEqual([409, "There is a variable _a1 here already."]);
    const other = await ask("POST", path, { key: "OTHER", value: "x" });
    const renamed = await ask("PUT", `${path}/${encodeURIComponent(other.body.uuid)}`, { key: "_a1" });
    expect(renamed.status).toBe(409);
  });

  test("added at once under one key: one is there, the others are told", async () => {
    const answers = await Promise.all(
      ["1", "2", "3", "4"].map((value) => ask("POST", path, { key: "SAME", value, secured: true })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await rowsOf()).toHaveLength(1);
  });

  test("are a hundred at most", async () => {
    await ask("POST", path, { key: "FIRST", value: "x" });
    const [first] = await rowsOf();
    if (!first) throw new Error("There is no variable.");
    const more = Array.from({ length: 99 }, (_, index) => ({ ...first, id: crypto.randomUUID(), key: `KEY_${index}` }));
    await db().insert(variables).values(more);
    const refused = await ask("POST", path, { key: "LAST", value: "x" });
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      "There are 100 variables here. Delete one first.",
    ]);
  });

  test("are read with pipeline, written with pipeline:variable, and by nothing else", async () => {
    const reader = (await makeAccessToken(workspace, ["pipeline"])).secret;
    const writer = (await makeAccessToken(workspace, ["pipeline:variable"])).secret;
    expect((await ask("POST", path, { key: "A", value: "x" }, reader)).status).toBe(403);
    expect((await ask("POST", path, { key: "A", value: "x" }, writer)).status).toBe(201);
    expect((await ask("GET", path, undefined, reader)).body.size).toBe(1);
    expect((await ask("GET", path, undefined, writer)).status).toBe(403);
    const [row] = await rowsOf();
    const one = `${path}/${row?.id}`;
    expect((await ask("PUT", one, { value: "y" }, reader)).status).toBe(403);
    expect((await ask("DELETE", one, undefined, reader)).status).toBe(403);
    const stranger = (await makeAccessToken(await makeWorkspace(), ["pipeline", "pipeline:variable"])).secret;
    for (const [method, at, body] of [
      ["GET", path, undefined],
      ["POST", path, { key: "B", value: "x" }],
      ["PUT", one, { value: "y" }],
      ["DELETE", one, undefined],
    ] as const) {
      expect((await ask(method, at, body, stranger)).status).toBe(404);
    }
    expect(await rowsOf()).toEqual([row]);
  });
});

test("a variable is reached in its own place alone", async () => {
  const production = await made();
  const staging = await made("Staging");
  const places = [inWorkspace(), inRepository(), production.path, staging.path];
  const ids: string[] = [];
  for (const path of places) {
    ids.push(encodeURIComponent((await ask("POST", path, { key: "SAME", value: path })).body.uuid));
  }
  for (const [place, path] of places.entries()) {
    expect((await ask("GET", path)).body).toMatchObject({ size: 1, values: [{ value: path }] });
    for (const [other, id] of ids.entries()) {
      if (other !== place) expect((await ask("PUT", `${path}/${id}`, { value: "x" })).status).toBe(404);
      if (other !== place) expect((await ask("DELETE", `${path}/${id}`)).status).toBe(404);
    }
  }
});

test("a repository's token has nothing to do with the variables of the workspace", async () => {
  const scopes: Scope[] = ["pipeline", "pipeline:variable"];
  const { secret: own } = await makeAccessToken(repository, scopes);
  const made = await ask("POST", inWorkspace(), { key: "A", value: "x" });
  expect((await ask("GET", inWorkspace(), undefined, own)).status).toBe(404);
  expect((await ask("DELETE", `${inWorkspace()}/${made.body.uuid}`, undefined, own)).status).toBe(404);
  expect((await ask("POST", inRepository(), { key: "A", value: "x" }, own)).status).toBe(201);
});

test("people write variables as admins of the repository, and read them with it", async () => {
  const reader = await makeUser();
  await makeMember(workspace, reader);
  await makePermission(repository, reader, "write");
  const caller = await callerOf(reader);
  const names = namesOf(repository);
  expect(await createRepositoryVariable(caller, { ...names, key: "A", value: "x" })).toMatchObject({
    error: { code: "insufficient_scope", required: "pipeline:variable" },
  });
  expect(await listRepositoryVariables(caller, names)).toMatchObject({ ok: true });
  expect(await createRepositoryVariable(admin, { ...names, key: "A", value: "x" })).toMatchObject({ ok: true });
});

test("a change waits for the one before it: what was sealed isn't undone by what was read earlier", async () => {
  const names = namesOf(repository);
  const created = await createRepositoryVariable(admin, { ...names, key: "A", value: "first" });
  const variable = created.ok ? created.value.id : "";
  await Promise.all([
    updateRepositoryVariable(admin, { ...names, variable, value: "second" }),
    updateRepositoryVariable(admin, { ...names, variable, secured: true }),
  ]);
  const { workspaceId } = repository.resource;
  const run = { workspaceId, repositoryId: repository.id, environmentId: null, runnerOfWorkspace: true };
  expect(await variablesForRun(db(), run)).toEqual([{ key: "A", value: "second", secured: true }]);
});

describe("environments", () => {
  const path = () => `${ofRepository()}/environments`;

  test("are made, listed from tests to production, renamed and deleted, and each is in the log", async () => {
    const production = { name: "Production EU", environment_type: { name: "Production" } };
    const created = await ask("POST", path(), { ...production, restrictions: { admin_only: false } });
    const { uuid } = created.body;
    expect(created).toMatchObject({
      status: 201,
      body: { type: "deployment_environment", name: "Production EU", slug: "production-eu", rank: 2 },
    });
    await ask("POST", path(), { name: "Test", environment_type: { name: "Test" } });
    const { body: listed } = await ask("GET", path());
    expect(listed).toMatchObject({ size: 2, values: [{ name: "Test" }, { name: "Production EU" }] });
    const one = `${path()}/${encodeURIComponent(uuid)}`;
    expect((await ask("GET", one)).body).toEqual(created.body);
    expect((await ask("GET", `${path()}/production-eu`)).body).toEqual(created.body);
    const changed = await ask("POST", `${one}/changes`, { change: { name: "Live" } });
    expect([changed.status, changed.body]).toEqual([202, { ...created.body, name: "Live", slug: "live" }]);
    expect((await ask("POST", `${one}/changes`, { environment_type: { name: "Staging" } })).body).toMatchObject({
      name: "Live",
      environment_type: { name: "Staging" },
    });
    expect((await ask("DELETE", one)).status).toBe(204);
    for (const [method, at, body] of [
      ["GET", one, undefined],
      ["POST", `${one}/changes`, { name: "Back" }],
      ["DELETE", one, undefined],
    ] as const) {
      expect((await ask(method, at, body)).status).toBe(404);
    }
    expect(await auditOf("environment.created")).toEqual([
      { name: "Production EU", type: "Production" },
      { name: "Test", type: "Test" },
    ]);
    expect(await auditOf("environment.updated")).toEqual([
      { name: "Live", name_before: "Production EU", type: "Production" },
      { name: "Live", name_before: "Live", type: "Staging" },
    ]);
    expect(await auditOf("environment.deleted")).toEqual([{ name: "Live" }]);
  });

  test("have names that differ, and nothing that wouldn't hold", async () => {
    await made();
    const wrong: [body: object, status: number][] = [
      [{ name: "production", environment_type: { name: "Test" } }, 409],
      [{ name: "環境", environment_type: { name: "Test" } }, 400],
      [{ name: "", environment_type: { name: "Test" } }, 400],
      [{ name: "Test", environment_type: { name: "Moon" } }, 400],
      [{ name: "Test" }, 400],
      [{ name: "Test", environment_type: { name: "Test" }, restrictions: { admin_only: true } }, 400],
    ];
    for (const [body, status] of wrong)
      expect([body, (await ask("POST", path(), body)).status]).toEqual([body, status]);
    await made("Staging");
    expect((await ask("POST", `${path()}/staging/changes`, { name: "Production" })).status).toBe(409);
    expect((await ask("GET", path())).body.size).toBe(2);
  });

  test("are a hundred at most", async () => {
    const { id } = await made();
    const [first] = await db().select().from(environments).where(eq(environments.id, id));
    if (!first) throw new Error("There is no environment.");
    const more = Array.from({ length: 99 }, (_, at) => ({ ...first, id: crypto.randomUUID(), slug: `at-${at}` }));
    await db().insert(environments).values(more);
    expect((await ask("POST", path(), { name: "One more", environment_type: { name: "Test" } })).status).toBe(409);
  });

  test("are changed with pipeline:variable: pipeline lets read, whatever is published", async () => {
    const { id } = await made();
    const reader = (await makeAccessToken(repository, ["pipeline"])).secret;
    const stranger = (await makeAccessToken(await makeWorkspace(), ["pipeline", "pipeline:variable"])).secret;
    const one = `${path()}/${id}`;
    for (const [method, at, body] of [
      ["POST", path(), { name: "Test", environment_type: { name: "Test" } }],
      ["POST", `${one}/changes`, { name: "Other" }],
      ["DELETE", one, undefined],
    ] as const) {
      const refused = await ask(method, at, body, reader);
      expect([refused.status, refused.body.error.detail.required]).toEqual([403, ["pipeline:variable"]]);
      expect((await ask(method, at, body, stranger)).status).toBe(404);
    }
    expect((await ask("GET", one, undefined, reader)).body.name).toBe("Production");
  });
});

describe("what a run is given", () => {
  const run = (environmentId: string | null = null, runnerOfWorkspace = true) =>
    variablesForRun(db(), {
      workspaceId: workspace.id,
      repositoryId: repository.id,
      environmentId,
      runnerOfWorkspace,
    });

  test("is what stands nearest to it: of the environment, else of the repository, else of the workspace", async () => {
    const [production, staging] = [await made(), await made("Staging")];
    const sibling = await makeRepository(repository.project);
    await createRepositoryVariable(admin, { ...namesOf(sibling), key: "OF_THE_SIBLING", value: "x" });
    await ask("POST", inWorkspace(), { key: "A", value: "workspace" });
    await ask("POST", inWorkspace(), { key: "B", value: "workspace", secured: true });
    await ask("POST", inWorkspace(), { key: "C", value: "workspace" });
    await ask("POST", inRepository(), { key: "B", value: "repository" });
    await ask("POST", inRepository(), { key: "C", value: "repository", secured: true });
    await ask("POST", production.path, { key: "C", value: "production", secured: true });
    await ask("POST", staging.path, { key: "D", value: "staging" });
    const [a, b] = [
      { key: "A", value: "workspace", secured: false },
      { key: "B", value: "repository", secured: false },
    ];
    expect(await run()).toEqual([a, b, { key: "C", value: "repository", secured: true }]);
    expect(await run(production.id)).toEqual([a, b, { key: "C", value: "production", secured: true }]);
    expect((await run(staging.id)).map(({ key }) => key)).toEqual(["A", "B", "C", "D"]);
  });

  test("is of the workspace's own, secured, for a runner of the workspace alone", async () => {
    await ask("POST", inWorkspace(), { key: "CLEAR", value: "x" });
    await ask("POST", inWorkspace(), { key: "SECURED", value: hidden, secured: true });
    await ask("POST", inRepository(), { key: "OWN", value: hidden, secured: true });
    expect((await run(null, true)).map(({ key }) => key)).toEqual(["CLEAR", "OWN", "SECURED"]);
    expect((await run(null, false)).map(({ key }) => key)).toEqual(["CLEAR", "OWN"]);
  });

  test("opens nothing that was moved to another row or another place", async () => {
    await ask("POST", inRepository(), { key: "A", value: hidden, secured: true });
    const sibling = await makeRepository(repository.project);
    await db().update(variables).set({ repositoryId: sibling.id }).where(eq(variables.workspaceId, workspace.id));
    const moved = {
      workspaceId: workspace.id,
      repositoryId: sibling.id,
      environmentId: null,
      runnerOfWorkspace: false,
    };
    await expect(variablesForRun(db(), moved)).rejects.toThrow(/^(?!.*horse)/);
    expect(await run()).toEqual([]);
  });
});

describe("what is deleted takes its variables along", () => {
  test("an environment, a repository, a workspace", async () => {
    const { id, path } = await made();
    for (const place of [inWorkspace(), inRepository(), path]) {
      await ask("POST", place, { key: "A", value: hidden, secured: true });
    }
    expect((await ask("DELETE", `${ofRepository()}/environments/${id}`)).status).toBe(204);
    expect((await rowsOf()).map(({ environmentId }) => environmentId)).toEqual([null, null]);
    await deleteRepository(admin, namesOf(repository));
    expect(await rowsOf()).toMatchObject([{ repositoryId: null }]);
    await deleteWorkspace(admin, { workspace: workspace.slug, confirmation: workspace.slug });
    expect(await rowsOf()).toEqual([]);
  });

  test("what is added to an environment while it goes is told that it's gone", async () => {
    const { id, path } = await made();
    const answers = await Promise.all([
      ask("DELETE", `${ofRepository()}/environments/${id}`),
      ...["A", "B", "C"].map((key) => ask("POST", path, { key, value: "x" })),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => ![204, 201, 404].includes(status))).toEqual([]);
    expect(await rowsOf()).toEqual([]);
  });
});
