import { cp } from "node:fs/promises";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { pipelineLogChunks, pipelineStartVariables, pipelineSteps, pipelines } from "@/db/schema/pipelines";
import { runners } from "@/db/schema/runners";
import { variables } from "@/db/schema/variables";
import { webhookDeliveries } from "@/db/schema/webhooks";
import { recordAudit } from "@/lib/audit/record";
import { operator } from "@/lib/authorization/operator";
import type { Caller } from "@/lib/authorization/principal";
import { assignableScopes } from "@/lib/authorization/scopes";
import { createEnvironment } from "@/lib/environments/create";
import { repositoryPath } from "@/lib/git/storage";
import { braced, newId } from "@/lib/ids";
import { claimPipeline } from "@/lib/pipelines/claim";
import { deleteOldLogs } from "@/lib/pipelines/delete-old-logs";
import { endAbandonedPipelines } from "@/lib/pipelines/end-abandoned";
import { longestLog, longestRunLog } from "@/lib/pipelines/log";
import { addStep, appendLog, checkRun, completeRun } from "@/lib/pipelines/report";
import { startPipeline } from "@/lib/pipelines/start";
import { stopPipeline } from "@/lib/pipelines/stop";
import type { Project } from "@/lib/projects/find";
import type { Repository } from "@/lib/repositories/find";
import { deleteRepositoryRunner, updateRepositoryRunner } from "@/lib/runners/administer";
import { requireRunner, toRunner } from "@/lib/runners/runner";
import { verifyRunnerToken } from "@/lib/runners/verify";
import { sealSecret } from "@/lib/secret-box";
import { createEnvironmentVariable, createRepositoryVariable } from "@/lib/variables/create";
import { boxPlaceOf } from "@/lib/variables/variable";
import { createRepositoryWebhook } from "@/lib/webhooks/administer";
import { routes } from "@/server/http/operation-route";
import { namesOf } from "@/test-support/calls/calls";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  uniqueText,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { gitClient } from "@/test-support/git";
import { issuedRunner, type TestRunner } from "@/test-support/runners";
import { startServer, type TestServer } from "@/test-support/server";

const minute = 60_000;

let server: TestServer;
let project: Project;
let admin: Caller;
let filled: Repository;

beforeAll(async () => {
  server = await startServer();
  const person = await makeUser();
  project = await makeProject(await makeWorkspace({ admin: person }));
  admin = await callerOf(person);
  filled = await makeRepository(project, { storage: true });
  await fillRepositories(filled);
});

afterAll(() => server.close());

/** A repository with a branch `main` and a tag `v1`. */
async function makeFilled(place = project): Promise<Repository> {
  const repository = await makeRepository(place);
  await cp(repositoryPath(filled.id), repositoryPath(repository.id), { recursive: true });
  return repository;
}

const onMain = { type: "pipeline_ref_target", refType: "branch", refName: "main" };
type Given = { key: string; value: string; secured?: boolean };

/** The id of a run that waits. */
async function start(repository: Repository, given: Given[] = []): Promise<string> {
  const started = await startPipeline(admin, { ...namesOf(repository), target: onMain, variables: given });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return started.value.pipeline.id;
}

/** A run that a runner has taken. */
async function claimed(repository: Repository, given: Given[] = []): Promise<{ run: string; runner: TestRunner }> {
  const run = await start(repository, given);
  const runner = await issuedRunner(repository);
  expect(await claimPipeline(runner)).toMatchObject({ value: { run: { id: run } } });
  return { run, runner };
}

async function rowOf(id: string) {
  const [row] = await db().select().from(pipelines).where(eq(pipelines.id, id));
  return row;
}

function addressOf({ workspace, slug }: Repository): string {
  return `/2.0/repositories/${workspace.slug}/${slug}`;
}

function post(path: string, secret: string, body?: unknown): Promise<Response> {
  return server.get(path, secret, { method: "POST", body: body === undefined ? undefined : JSON.stringify(body) });
}

async function auditOf(repository: Repository) {
  const ofRepository = and(
    eq(auditEvents.workspaceId, repository.workspace.id),
    eq(auditEvents.resourceId, repository.id),
  );
  return db().select().from(auditEvents).where(ofRepository).orderBy(asc(auditEvents.position));
}

describe("a start", () => {
  test("keeps what is asked for, with the commit of that moment, and counts in the repository", async () => {
    const repository = await makeFilled();
    const token = await makeAccessToken(repository, ["pipeline:write"], { name: "ci" });
    const reading = await makeAccessToken(repository, ["pipeline", "repository"]);
    const commit = (await (await server.get(`${addressOf(repository)}/commit/main`, reading.secret)).json()) as {
      hash: string;
    };
    const { hash } = commit;
    const targets = [
      { type: "pipeline_ref_target", ref_type: "branch", ref_name: "main" },
      { type: "pipeline_ref_target", ref_type: "tag", ref_name: "v1", selector: { type: "tags", pattern: "v*" } },
      { type: "pipeline_commit_target", commit: { hash }, selector: { type: "custom", pattern: "deploy" } },
      { type: "pipeline_ref_target", ref_type: "branch", ref_name: "main", commit: { hash: hash.slice(0, 8) } },
    ];
    for (const [index, target] of targets.entries()) {
      const answer = await post(`${addressOf(repository)}/pipelines/`, token.secret, { target });
      expect(answer.status).toBe(201);
      expect(await answer.json()).toMatchObject({
        type: "pipeline",
        build_number: index + 1,
        creator: { type: "app_user", display_name: "ci" },
        target: { ...target, commit: { hash }, selector: target.selector ?? { type: "default" } },
        trigger: { name: "MANUAL" },
        state: { type: "pipeline_state_pending", name: "PENDING" },
        build_seconds_used: 0,
        variables: [],
      });
    }
    const [event] = await auditOf(repository);
    expect(event).toMatchObject({ action: "pipeline.started", actorId: token.id, details: { number: 1, ref: "main" } });
    // What the branch is at later changes nothing.
    const client = await gitClient();
    const writing = await makeAccessToken(repository, ["repository:write"]);
    const address = server.gitAddress(`${repository.workspace.slug}/${repository.slug}.git`, writing.secret);
    await client.git("pull", "--quiet", address, "main");
    await client.commit("more.txt", "More\n");
    await client.git("push", "--quiet", address, "HEAD:main");
    await client.remove();
    const first = await server.get(`${addressOf(repository)}/pipelines/1`, reading.secret);
    expect(await first.json()).toMatchObject({ target: { commit: { hash } } });
  });

  test("never tells what is secured, except to the runner that takes it", async () => {
    const repository = await makeFilled();
    const hidden = `hidden-${uniqueText()}`;
    const hook = { url: "https://hooks.example.com", events: ["pipeline:span_created"] };
    await createRepositoryWebhook(admin, { ...namesOf(repository), ...hook });
    const token = await makeAccessToken(repository, ["pipeline:write", "pipeline"]);
    const body = {
      target: { type: "pipeline_ref_target", ref_type: "branch", ref_name: "main" },
      variables: [
        { key: "SECRET", value: hidden, secured: true },
        { key: "PLAIN", value: "seen" },
      ],
    };
    const started = await (await post(`${addressOf(repository)}/pipelines`, token.secret, body)).text();
    const listed = await (await server.get(`${addressOf(repository)}/pipelines`, token.secret)).text();
    const { uuid } = JSON.parse(started) as { uuid: string };
    const read = await (await server.get(`${addressOf(repository)}/pipelines/${uuid}`, token.secret)).text();
    expect(JSON.parse(read).variables).toMatchObject([
      { key: "PLAIN", value: "seen", secured: false },
      { key: "SECRET", secured: true },
    ]);
    const runner = await issuedRunner(repository);
    const taken = await post("/api/runner/claim", runner.token);
    expect(taken.headers.get("cache-control")).toBe("no-store");
    expect(await taken.json()).toMatchObject({
      uuid,
      build_number: 1,
      target: { ref_name: "main" },
      clone_url: `${server.origin}/${repository.workspace.slug}/${repository.slug}.git`,
      variables: [
        { key: "PLAIN", value: "seen", secured: false },
        { key: "SECRET", value: hidden, secured: true },
      ],
    });
    const run = uuid.slice(1, -1);
    const rows = await db().select().from(pipelineStartVariables).where(eq(pipelineStartVariables.pipelineId, run));
    const sent = await db()
      .select()
      .from(webhookDeliveries)
      .where(eq(webhookDeliveries.workspaceId, project.workspace.id));
    const kept = JSON.stringify([rows, sent, await auditOf(repository)]);
    for (const text of [started, listed, read, kept]) expect(text).not.toContain(hidden);
    expect(sent.length).toBeGreaterThan(0);
  });

  test.each<[string, object]>([
    ["no type", {}],
    ["another type", { type: "pipeline_pullrequest_target" }],
    ["a branch that isn't there", { type: "pipeline_ref_target", ref_type: "branch", ref_name: "nothing" }],
    ["a tag of a branch's name", { type: "pipeline_ref_target", ref_type: "tag", ref_name: "main" }],
    ["no name", { type: "pipeline_ref_target", ref_type: "branch" }],
    ["another kind of ref", { type: "pipeline_ref_target", ref_type: "bookmark", ref_name: "main" }],
    ["no commit", { type: "pipeline_commit_target" }],
    ["an unknown commit", { type: "pipeline_commit_target", commit: { hash: "a".repeat(40) } }],
    ["a branch for a commit", { type: "pipeline_commit_target", commit: { hash: "main" } }],
    ["an option for a name", { type: "pipeline_ref_target", ref_type: "branch", ref_name: "--all" }],
    [
      "a custom selector without a pattern",
      { type: "pipeline_ref_target", ref_type: "branch", ref_name: "main", selector: { type: "custom" } },
    ],
  ])("with %s for a target is refused", async (_, target) => {
    const repository = await makeFilled();
    const token = await makeAccessToken(repository, ["pipeline:write"]);
    expect((await post(`${addressOf(repository)}/pipelines`, token.secret, { target })).status).toBe(400);
    expect(await db().$count(pipelines, eq(pipelines.repositoryId, repository.id))).toBe(0);
  });

  test.each([
    [[{ key: "1X", value: "" }]],
    [
      [
        { key: "X", value: "1" },
        { key: "X", value: "2" },
      ],
    ],
    [[{ key: "X", value: "\0" }]],
    [Array.from({ length: 101 }, (_, index) => ({ key: `X${index}`, value: "" }))],
    [["A", "B"].map((key) => ({ key, value: "ä".repeat(8_193) }))],
  ])("with bad variables is refused", async (given) => {
    const repository = await makeFilled();
    const started = await startPipeline(admin, { ...namesOf(repository), target: onMain, variables: given });
    expect(started).toMatchObject({ ok: false, error: { code: "invalid_request" } });
  });

  test("is refused while pipelines are off", async () => {
    const repository = await makeFilled();
    const token = await makeAccessToken(repository, ["repository:admin", "pipeline:write"]);
    const settings = `${addressOf(repository)}/pipelines_config`;
    const body = { target: { type: "pipeline_ref_target", ref_type: "branch", ref_name: "main" } };
    const statuses: number[] = [];
    for (const enabled of [false, true]) {
      await server.get(settings, token.secret, { method: "PUT", body: JSON.stringify({ enabled }) });
      expect(await (await server.get(settings, token.secret)).json()).toMatchObject({ enabled });
      statuses.push((await post(`${addressOf(repository)}/pipelines`, token.secret, body)).status);
    }
    expect(statuses).toEqual([400, 201]);
    expect((await auditOf(repository)).map(({ action }) => action)).toContain("pipelines.switched");
  });

  test("takes the number that was set, which only goes up", async () => {
    const repository = await makeFilled();
    const token = await makeAccessToken(repository, ["pipeline:variable"]);
    const setTo = async (next: number) => {
      const init = { method: "PUT", body: JSON.stringify({ next }) };
      return (await server.get(`${addressOf(repository)}/pipelines_config/build_number`, token.secret, init)).status;
    };
    expect(await setTo(40)).toBe(200);
    expect((await rowOf(await start(repository)))?.buildNumber).toBe(40);
    expect([await setTo(40), await setTo(0), await setTo(41)]).toEqual([400, 400, 200]);
    expect((await rowOf(await start(repository)))?.buildNumber).toBe(41);
  });

  test("many at once get numbers of their own", async () => {
    const repository = await makeFilled();
    const ids = await Promise.all([1, 2, 3, 4].map(() => start(repository)));
    const numbers = await Promise.all(ids.map(async (id) => (await rowOf(id))?.buildNumber));
    expect(numbers.sort()).toEqual([1, 2, 3, 4]);
  });
});

test("runs are listed, narrowed, sorted and asked for", async () => {
  const repository = await makeFilled();
  const { runner } = await claimed(repository);
  await start(repository);
  const third = await start(repository);
  await stopPipeline(admin, { ...namesOf(repository), pipeline: third });
  const token = await makeAccessToken(repository, ["pipeline"]);
  const numbers = async (query: string) => {
    const answer = await server.get(`${addressOf(repository)}/pipelines?${query}`, token.secret);
    expect(answer.status).toBe(200);
    const { values } = (await answer.json()) as { values: { build_number: number }[] };
    return values.map(({ build_number }) => build_number);
  };
  expect(await numbers("")).toEqual([1, 2, 3]);
  expect(await numbers("sort=-created_on&pagelen=2")).toEqual([3, 2]);
  expect(await numbers("status=BUILDING")).toEqual([1]);
  expect(await numbers("status=PENDING&status=STOPPED")).toEqual([2, 3]);
  expect(await numbers("status=PASSED")).toEqual([]);
  expect(await numbers("status=HALTED")).toEqual([]);
  expect(await numbers("target.branch=main&target.ref_type=BRANCH&trigger_type=MANUAL")).toEqual([1, 2, 3]);
  expect(await numbers("target.branch=other")).toEqual([]);
  expect(await numbers("trigger_type=PUSH")).toEqual([]);
  expect(await numbers("target.selector.type=DEFAULT")).toEqual([1, 2, 3]);
  const creator = admin.principal.kind === "user" ? braced(admin.principal.userId) : "";
  expect(await numbers(`creator.uuid=${encodeURIComponent(creator)}`)).toEqual([1, 2, 3]);
  expect(await numbers(`creator.uuid=${encodeURIComponent(braced(runner.id))}`)).toEqual([]);
  expect(await numbers(`q=${encodeURIComponent('state.name = "COMPLETED" OR build_number < 2')}`)).toEqual([1, 3]);
  for (const query of ["created_on=never", "sort=nothing", "q=nothing"]) {
    expect((await server.get(`${addressOf(repository)}/pipelines?${query}`, token.secret)).status).toBe(400);
  }
  expect((await server.get(`${addressOf(repository)}/pipelines/999`, token.secret)).status).toBe(404);
  expect((await server.get(`${addressOf(repository)}/pipelines/${braced(newId())}`, token.secret)).status).toBe(404);
});

describe("a claim", () => {
  test("gives a runner what its repository, or any of its workspace, waits for, the oldest first", async () => {
    const other = await makeProject(await makeWorkspace());
    const [one, two] = [await makeFilled(other), await makeFilled(other)];
    const person = await callerOf(await makeUser());
    expect(await startPipeline(person, { ...namesOf(one), target: onMain })).toMatchObject({ ok: false });
    const token = await callerOfToken(await makeAccessToken(other, ["pipeline:write"]));
    const ids: string[] = [];
    for (const repository of [one, two, one]) {
      const started = await startPipeline(token, { ...namesOf(repository), target: onMain });
      if (started.ok) ids.push(started.value.pipeline.id);
    }
    const take = async (runner: TestRunner) => {
      const taken = await claimPipeline(runner);
      return taken.ok ? taken.value?.run.id : taken.error;
    };
    const ofTwo = await issuedRunner(two);
    const ofAll = await issuedRunner(other.workspace);
    const elsewhere = await issuedRunner((await makeProject(await makeWorkspace())).workspace);
    expect(await take(elsewhere)).toBeUndefined();
    expect(await take(ofTwo)).toBe(ids[1]);
    expect(await take(ofTwo)).toBeUndefined();
    expect([await take(ofAll), await take(ofAll), await take(ofAll)]).toEqual([ids[0], ids[2], undefined]);
    expect((await post("/api/runner/claim", ofAll.token)).status).toBe(204);
  });

  test("gives each run to one runner, however many ask at once", async () => {
    const repository = await makeFilled();
    const ids = [await start(repository), await start(repository)];
    const asking = await Promise.all([1, 2, 3, 4, 5].map(() => issuedRunner(repository)));
    const taken = await Promise.all(asking.map((runner) => claimPipeline(runner)));
    const got = taken.flatMap((one) => (one.ok && one.value ? [one.value.run.id] : []));
    expect(got.sort()).toEqual([...ids].sort());
  });

  test("that is killed before it is written down leaves the run to the next", async () => {
    const repository = await makeFilled();
    const run = await start(repository);
    const [killed, next] = [await issuedRunner(repository), await issuedRunner(repository)];
    let claim: Promise<unknown> = Promise.resolve();
    await db().transaction(async (tx) => {
      // Whoever writes to the log of the workspace waits for this.
      await recordAudit(tx, operator, { action: "workspace.updated", resource: repository.workspace.resource });
      claim = claimPipeline(killed).catch((error: unknown) => error);
      await vi.waitFor(async () => {
        const { rows } = await db().execute(sql`
          select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`);
        expect(rows).toHaveLength(1);
      });
      expect(await claim).toBeInstanceOf(Error);
    });
    expect(await claimPipeline(next)).toMatchObject({ value: { run: { id: run, runnerId: next.id } } });
  });

  test("is told of its variables: none that the workspace has secured, and the run's own over the repository's", async () => {
    const repository = await makeFilled();
    const keep = async (repositoryId: string | null, key: string, value: string) => {
      const ids = { id: newId(), workspaceId: repository.workspace.id, repositoryId, environmentId: null };
      const now = new Date();
      const sealed = sealSecret(value, boxPlaceOf(ids));
      await db()
        .insert(variables)
        .values({ ...ids, key, value: null, ...sealed, createdAt: now, updatedAt: now });
    };
    for (const key of ["A", "B", "C"]) await keep(null, key, "workspace");
    for (const key of ["B", "C"]) await keep(repository.id, key, "repository");
    await start(repository, [{ key: "C", value: "run" }]);
    const taken = await claimPipeline(await issuedRunner(repository));
    expect(taken).toMatchObject({
      value: {
        variables: [
          { key: "B", value: "repository", secured: true },
          { key: "C", value: "run", secured: false },
        ],
      },
    });
    const event = (await auditOf(repository)).find(({ action }) => action === "pipeline.claimed");
    expect(event).toMatchObject({ actorKind: "runner", details: { variables: ["B", "C"], secured: 1 } });
    expect(JSON.stringify(event)).not.toContain('workspace"');
    await db().delete(variables).where(eq(variables.workspaceId, repository.workspace.id));
  });

  test("ends a run whose secured variables can't be opened, and takes the next", async () => {
    const repository = await makeFilled();
    const hidden = `hidden-${uniqueText()}`;
    const damaged = await start(repository, [{ key: "A", value: hidden, secured: true }]);
    const keyless = await start(repository, [{ key: "A", value: hidden, secured: true }]);
    const whole = await start(repository, [{ key: "A", value: hidden, secured: true }]);
    const change = (run: string, values: { sealed?: Buffer; keyId?: string }) =>
      db().update(pipelineStartVariables).set(values).where(eq(pipelineStartVariables.pipelineId, run));
    await change(damaged, { sealed: Buffer.from("damaged") });
    await change(keyless, { keyId: "gone" });
    const runner = await issuedRunner(repository);
    expect(await claimPipeline(runner)).toMatchObject({
      value: { run: { id: whole }, variables: [{ value: hidden }] },
    });
    for (const run of [damaged, keyless]) {
      expect(await rowOf(run)).toMatchObject({ state: "completed", result: "ERROR", runnerId: null });
    }
    const ended = (await auditOf(repository)).filter(({ action }) => action === "pipeline.abandoned");
    expect(ended).toMatchObject([
      { actorKind: "system", details: { number: 1, result: "ERROR" } },
      { actorKind: "system", details: { number: 2, result: "ERROR" } },
    ]);
    expect(JSON.stringify(ended)).not.toContain(hidden);
    expect(await claimPipeline(runner)).toEqual({ ok: true, value: null });
  });

  test("of a runner that is disabled meanwhile gets nothing", async () => {
    const repository = await makeFilled();
    const run = await start(repository);
    const runner = await issuedRunner(repository);
    await updateRepositoryRunner(admin, { ...namesOf(repository), runner: runner.id, enabled: false });
    expect(await claimPipeline(runner)).toMatchObject({ error: { code: "unauthenticated" } });
    expect(await rowOf(run)).toMatchObject({ state: "pending" });
  });
});

describe("a report", () => {
  test("adds steps, moves them forwards, and ends the run with its result", async () => {
    const repository = await makeFilled();
    const { run, runner } = await claimed(repository);
    const runs = `/api/runner/runs/${run}`;
    const made = await post(`${runs}/steps`, runner.token, { name: "Build", state: "IN_PROGRESS" });
    expect(made.status).toBe(201);
    const { uuid } = (await made.json()) as { uuid: string };
    await post(`${runs}/steps`, runner.token, { name: "Test", state: "IN_PROGRESS" });
    await post(`${runs}/steps`, runner.token, { name: "Deploy" });
    const step = `${runs}/steps/${uuid}`;
    const change = async (body: object) =>
      (await server.get(step, runner.token, { method: "PUT", body: JSON.stringify(body) })).status;
    expect(await change({ result: "FAILED" })).toBe(400);
    expect(await change({ state: "PENDING" })).toBe(400);
    expect(await change({ state: "COMPLETED" })).toBe(400);
    expect(await change({ state: "COMPLETED", result: "SUCCESSFUL", name: "Compile" })).toBe(200);
    expect(await change({ state: "COMPLETED", result: "SUCCESSFUL" })).toBe(200);
    expect(await change({ state: "COMPLETED", result: "FAILED" })).toBe(409);
    expect(await change({ state: "IN_PROGRESS" })).toBe(409);
    const reading = await makeAccessToken(repository, ["pipeline"]);
    const shown = `${addressOf(repository)}/pipelines/${run}`;
    expect(await (await server.get(shown, reading.secret)).json()).toMatchObject({
      state: { name: "IN_PROGRESS", stage: { name: "RUNNING" } },
    });
    expect((await post(`${runs}/complete`, runner.token, { result: "STOPPED" })).status).toBe(400);
    const ended = await post(`${runs}/complete`, runner.token, { result: "FAILED" });
    expect(await ended.json()).toMatchObject({ state: "COMPLETED", result: "FAILED" });
    expect((await post(`${runs}/complete`, runner.token, { result: "SUCCESSFUL" })).status).toBe(409);
    expect(await (await server.get(shown, reading.secret)).json()).toMatchObject({
      state: { name: "COMPLETED", result: { type: "pipeline_state_completed_failed", name: "FAILED" } },
      completed_on: expect.any(String),
    });
    const steps = (await (await server.get(`${shown}/steps`, reading.secret)).json()) as { values: object[] };
    expect(steps.values).toMatchObject([
      { type: "pipeline_step", name: "Compile", state: { result: { name: "SUCCESSFUL" } } },
      { name: "Test", state: { result: { type: "pipeline_step_state_completed_failed" } } },
      { name: "Deploy", state: { result: { type: "pipeline_step_state_completed_not_run" } } },
    ]);
    expect((await auditOf(repository)).at(-1)).toMatchObject({
      action: "pipeline.completed",
      actorKind: "runner",
      actorId: runner.id,
      details: { number: 1, result: "FAILED" },
    });
  });

  test("is taken from the runner that holds the run alone", async () => {
    const repository = await makeFilled();
    const { run, runner } = await claimed(repository);
    const step = await addStep(runner, { run, name: "Build" });
    if (!step.ok) throw new Error("There is no step.");
    const another = await issuedRunner(repository);
    const runs = `/api/runner/runs/${run}`;
    for (const answer of [
      await server.get(runs, another.token),
      await post(`${runs}/steps`, another.token, { name: "Build" }),
      await post(`${runs}/steps/${step.value.id}/log`, another.token, "x"),
      await post(`${runs}/complete`, another.token, { result: "FAILED" }),
      await server.get(`/api/runner/runs/${newId()}`, runner.token),
      await server.get("/api/runner/runs/nothing", runner.token),
      await post(`${runs}/steps/${newId()}/log`, runner.token, "x"),
    ]) {
      expect(answer.status).toBe(404);
    }
    // A step of another run.
    const elsewhere = await claimed(repository);
    const path = `/api/runner/runs/${elsewhere.run}/steps/${step.value.id}`;
    expect((await post(`${path}/log`, elsewhere.runner.token, "x")).status).toBe(404);
  });

  test("that it deploys to an environment gives the runner that holds the run the variables of it", async () => {
    const repository = await makeFilled();
    const names = namesOf(repository);
    const hidden = `hidden-${uniqueText()}`;
    const made = await createEnvironment(admin, { ...names, name: "Production EU", type: "Production" });
    if (!made.ok) throw new Error("There is no environment.");
    await createRepositoryVariable(admin, { ...names, key: "A", value: "repository" });
    const secret = { key: "A", value: hidden, secured: true };
    await createEnvironmentVariable(admin, { ...names, environment: made.value.slug, ...secret });
    const { run, runner } = await claimed(repository, [{ key: "B", value: "run" }]);
    const path = `/api/runner/runs/${run}/variables`;
    for (const environment of ["Production EU", "production-eu", braced(made.value.id)]) {
      const given = await post(path, runner.token, { environment });
      expect([given.status, given.headers.get("cache-control")]).toEqual([200, "no-store"]);
      expect(await given.json()).toEqual({ variables: [secret, { key: "B", value: "run", secured: false }] });
    }
    const event = (await auditOf(repository)).at(-1);
    expect(event).toMatchObject({
      action: "pipeline.environment_opened",
      actorId: runner.id,
      details: { number: 1, environment: "Production EU", variables: ["A", "B"], secured: 1 },
    });
    expect(JSON.stringify(event)).not.toContain(hidden);
    const another = await issuedRunner(repository);
    const sibling = await createEnvironment(admin, { ...namesOf(filled), name: uniqueText(), type: "Test" });
    const elsewhere = sibling.ok ? braced(sibling.value.id) : "";
    expect((await post(path, another.token, { environment: "production-eu" })).status).toBe(404);
    for (const environment of ["nothing", "", elsewhere]) {
      expect((await post(path, runner.token, { environment })).status).toBe(404);
    }
    await completeRun(runner, { run, result: "SUCCESSFUL" });
    expect((await post(path, runner.token, { environment: "production-eu" })).status).toBe(409);
  });

  test("of a hundred steps is enough", async () => {
    const { run, runner } = await claimed(await makeFilled());
    for (let count = 0; count < 100; count += 1) await addStep(runner, { run, name: `Step ${count}` });
    expect(await addStep(runner, { run, name: "One more" })).toMatchObject({ error: { code: "invalid_request" } });
  });

  test("ends, for the runner, with the run: one that is stopped is told at its next word", async () => {
    const repository = await makeFilled();
    const { run, runner } = await claimed(repository);
    const token = await makeAccessToken(repository, ["pipeline:write"]);
    expect((await server.get(`/api/runner/runs/${run}`, runner.token)).status).toBe(200);
    const stop = () => post(`${addressOf(repository)}/pipelines/${braced(run)}/stopPipeline`, token.secret);
    expect([(await stop()).status, (await stop()).status]).toEqual([204, 400]);
    const runs = `/api/runner/runs/${run}`;
    for (const answer of [
      await server.get(runs, runner.token),
      await post(`${runs}/steps`, runner.token, { name: "Build" }),
      await post(`${runs}/complete`, runner.token, { result: "SUCCESSFUL" }),
    ]) {
      expect([answer.status, await answer.json()]).toMatchObject([
        409,
        { error: { message: "The run has ended: STOPPED. Work on it no more." } },
      ]);
    }
  });

  test("that a run is done, and a stop, at once: one of them counts, and the other is told", async () => {
    const repository = await makeFilled();
    for (let count = 0; count < 5; count += 1) {
      const { run, runner } = await claimed(repository);
      const [completed, stopped] = await Promise.all([
        completeRun(runner, { run, result: "SUCCESSFUL" }),
        stopPipeline(admin, { ...namesOf(repository), pipeline: run }),
      ]);
      expect([completed.ok, stopped.ok].filter(Boolean)).toHaveLength(1);
      expect((await rowOf(run))?.result).toBe(completed.ok ? "SUCCESSFUL" : "STOPPED");
    }
  });
});

describe("a log", () => {
  async function makeStep() {
    const repository = await makeFilled();
    const { run, runner } = await claimed(repository);
    const step = await addStep(runner, { run, name: "Build", state: "IN_PROGRESS" });
    if (!step.ok) throw new Error("There is no step.");
    const { secret } = await makeAccessToken(repository, ["pipeline"]);
    const path = `${addressOf(repository)}/pipelines/${run}/steps/${step.value.id}/log`;
    const read = (headers: Record<string, string> = {}) => server.get(path, secret, { headers });
    return { run, runner, step: step.value.id, read, path, secret };
  }

  test("is kept byte by byte, however it comes, and read in parts", async () => {
    const { run, runner, step, read, path, secret } = await makeStep();
    expect((await read()).status).toBe(404);
    const sizes = [1, 65_534, 1, 1, 65_536, 200_000, 3];
    const pieces = sizes.map((size, index) => Buffer.alloc(size, index * 37));
    for (const body of pieces) {
      const sent = await server.get(`/api/runner/runs/${run}/steps/${step}/log`, runner.token, {
        method: "POST",
        body,
      });
      expect(sent.status).toBe(200);
    }
    const whole = Buffer.concat(pieces);
    const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
    const all = await read();
    expect([all.status, all.headers.get("content-type")]).toEqual([200, "application/octet-stream"]);
    expect((await bytesOf(all)).equals(whole)).toBe(true);
    for (const [from, to] of [
      [0, 0],
      [65_535, 65_536],
      [65_530, 140_000],
      [whole.length - 1, whole.length - 1],
    ] as const) {
      const part = await read({ range: `bytes=${from}-${to}` });
      expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes ${from}-${to}/${whole.length}`]);
      expect((await bytesOf(part)).equals(whole.subarray(from, to + 1))).toBe(true);
    }
    expect((await bytesOf(await read({ range: "bytes=-5" }))).equals(whole.subarray(-5))).toBe(true);
    const past = await read({ range: `bytes=${whole.length}-` });
    expect([past.status, past.headers.get("content-range")]).toEqual([416, `bytes */${whole.length}`]);
    const etag = all.headers.get("etag") ?? "";
    expect((await read({ "if-none-match": etag })).status).toBe(304);
    expect((await read({ "if-range": '"other"', range: "bytes=0-0" })).status).toBe(200);
    const container = path.replace(/log$/, `logs/${step}`);
    expect((await bytesOf(await server.get(container, secret))).equals(whole)).toBe(true);
    expect((await server.get(path.replace(/log$/, `logs/${newId()}`), secret)).status).toBe(404);
    await appendLog(runner, { run, step, bytes: Buffer.from("more") });
    expect((await read({ "if-none-match": etag })).status).toBe(200);
  });

  test("takes what is sent again once, where its runner says how much of it is there", async () => {
    const { run, runner, step, read } = await makeStep();
    const append = (body: string, offset?: number | string) => {
      const query = offset === undefined ? "" : `?offset=${offset}`;
      return server.get(`/api/runner/runs/${run}/steps/${step}/log${query}`, runner.token, { method: "POST", body });
    };
    expect(await (await append("Hello, ", 0)).json()).toEqual({ size: 7, cut: false });
    expect(await (await append("world", 7)).json()).toEqual({ size: 12, cut: false });
    for (const offset of [0, 7, 13]) {
      const again = await append("world", offset);
      expect([again.status, await again.json()]).toEqual([
        409,
        {
          type: "error",
          error: { message: "The log has 12 bytes. Go on from there.", detail: { size: 12 } },
        },
      ]);
    }
    for (const offset of ["", "x", "-1", "1.5"]) expect((await append("!", offset)).status).toBe(400);
    expect(await (await append("!")).json()).toEqual({ size: 13, cut: false });
    expect(await (await read()).text()).toBe("Hello, world!");
  });

  test("that is cut takes nothing more, whatever its runner believes of it", async () => {
    const { run, runner, step } = await makeStep();
    await db().update(pipelineSteps).set({ logSize: longestLog, logCut: true }).where(eq(pipelineSteps.id, step));
    const more = await appendLog(runner, { run, step, bytes: Buffer.from("more"), offset: 5 });
    expect(more).toMatchObject({ value: { logSize: longestLog, logCut: true } });
  });

  test("is deleted ninety days after its run has ended, and then was never there", async () => {
    const ended = await makeStep();
    const other = await addStep(ended.runner, { run: ended.run, name: "Other" });
    const steps = [ended.step, other.ok ? other.value.id : ""];
    for (const step of steps) {
      await appendLog(ended.runner, { run: ended.run, step, bytes: Buffer.alloc(100_000, "x") });
    }
    const running = await makeStep();
    await appendLog(running.runner, { run: running.run, step: running.step, bytes: Buffer.from("still at it") });
    await completeRun(ended.runner, { run: ended.run, result: "SUCCESSFUL" });
    const daysLater = (days: number) => new Date(Date.now() + days * 24 * 60 * minute);
    await deleteOldLogs(daysLater(89.9), 1);
    expect((await ended.read()).status).toBe(200);
    expect(await deleteOldLogs(daysLater(90.1), 1)).toBeGreaterThanOrEqual(2);
    expect((await ended.read()).status).toBe(404);
    expect(await db().$count(pipelineLogChunks, inArray(pipelineLogChunks.stepId, steps))).toBe(0);
    expect(await (await running.read()).text()).toBe("still at it");
    expect(await rowOf(ended.run)).toMatchObject({ result: "SUCCESSFUL" });
  });

  test("is cut where it gets too long, and says so", async () => {
    const { run, runner, step, read } = await makeStep();
    const megabyte = Buffer.alloc(1024 * 1024, "x");
    for (let count = 0; count < 10; count += 1) await appendLog(runner, { run, step, bytes: megabyte });
    const full = await appendLog(runner, { run, step, bytes: Buffer.from("past the end") });
    expect(full).toMatchObject({ value: { logCut: true } });
    const text = await (await read()).text();
    expect(text.slice(longestLog)).toBe("\n[The log goes on, and is kept no further than 10 MB.]\n");
    await appendLog(runner, { run, step, bytes: megabyte });
    expect((await (await read()).text()).length).toBe(text.length);
  }, 60_000);

  test("is cut where those of the whole run get too long", async () => {
    const { run, runner, step, read } = await makeStep();
    for (let count = 0; count < 5; count += 1) {
      const other = await addStep(runner, { run, name: `Step ${count}` });
      const id = other.ok ? other.value.id : "";
      await db()
        .update(pipelineSteps)
        .set({ logSize: longestRunLog / 5 - 1 })
        .where(eq(pipelineSteps.id, id));
    }
    await appendLog(runner, { run, step, bytes: Buffer.from("abcde") });
    expect(await appendLog(runner, { run, step, bytes: Buffer.from("f") })).toMatchObject({ value: { logCut: true } });
    const marker = "\n[The log goes on, and those of a run are kept no further than 50 MB.]\n";
    expect(await (await read()).text()).toBe(`abcde${marker}`);
    const last = await addStep(runner, { run, name: "Last" });
    const appended = await appendLog(runner, { run, step: last.ok ? last.value.id : "", bytes: Buffer.from("g") });
    expect(appended).toMatchObject({ value: { logCut: true, logSize: marker.length } });
  });

  test("is taken a megabyte at a time", async () => {
    const { run, runner, step } = await makeStep();
    const path = `/api/runner/runs/${run}/steps/${step}/log`;
    const init = { method: "POST", body: Buffer.alloc(1024 * 1024 + 1) };
    expect((await server.get(path, runner.token, init)).status).toBe(413);
    const unannounced = { method: "POST", body: new Blob([init.body]).stream(), duplex: "half" } as const;
    expect((await server.get(path, runner.token, unannounced)).status).toBe(413);
  });
});

describe("a runner", () => {
  test("that says nothing for an hour of a run has it ended; each word counts", async () => {
    const repository = await makeFilled();
    const { run, runner } = await claimed(repository);
    const begun = Date.now();
    await checkRun(runner, { run }, new Date(begun + 50 * minute));
    await endAbandonedPipelines(new Date(begun + 109 * minute));
    expect(await rowOf(run)).toMatchObject({ state: "in_progress" });
    await endAbandonedPipelines(new Date(begun + 111 * minute));
    expect(await rowOf(run)).toMatchObject({ result: "ERROR", problem: "The runner said nothing for an hour." });
    expect(await checkRun(runner, { run })).toMatchObject({ error: { code: "conflict" } });
    expect((await auditOf(repository)).at(-1)).toMatchObject({ action: "pipeline.abandoned", actorKind: "system" });
  });

  test("that is deleted leaves nothing running", async () => {
    const repository = await makeFilled();
    const { run, runner } = await claimed(repository);
    const waiting = await start(repository);
    await deleteRepositoryRunner(admin, { ...namesOf(repository), runner: runner.id });
    expect((await server.get(`/api/runner/runs/${run}`, runner.token)).status).toBe(401);
    await endAbandonedPipelines();
    expect(await rowOf(run)).toMatchObject({ result: "ERROR", problem: "The runner was deleted." });
    expect(await rowOf(waiting)).toMatchObject({ state: "pending" });
  });

  test("is online for two minutes after each word", async () => {
    const repository = await makeFilled();
    const runner = await issuedRunner(repository);
    const seen = new Date(Date.now() + minute);
    await verifyRunnerToken(runner.token, null, seen);
    const row = await requireRunner(repository, runner.id);
    if (!row.ok) throw new Error("There is no runner.");
    const statusAfter = (minutes: number) => toRunner(row.value, new Date(seen.getTime() + minutes * minute)).status;
    expect([statusAfter(1.9), statusAfter(2)]).toEqual(["ONLINE", "OFFLINE"]);
    await db().update(runners).set({ seenAt: null }).where(eq(runners.id, runner.id));
  });

  test("that speaks again within thirty seconds is not written down anew", async () => {
    const repository = await makeFilled();
    const runner = await issuedRunner(repository);
    const seen = Date.now() + minute;
    const seenAfter = async (seconds: number) => {
      await verifyRunnerToken(runner.token, null, new Date(seen + seconds * 1000));
      const [row] = await db().select().from(runners).where(eq(runners.id, runner.id));
      return ((row?.seenAt?.getTime() ?? 0) - seen) / 1000;
    };
    expect([await seenAfter(0), await seenAfter(30), await seenAfter(31), await seenAfter(60)]).toEqual([0, 0, 31, 31]);
  });
});

describe("the routes of runners", () => {
  const ofRunners = routes.flatMap(({ kind, method, path }) => (kind === "runner" ? [{ method, path }] : []));

  test("are these and no others", () => {
    expect(ofRunners.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /api/runner/claim",
      "GET /api/runner/runs/{run}",
      "POST /api/runner/runs/{run}/variables",
      "POST /api/runner/runs/{run}/complete",
      "POST /api/runner/runs/{run}/steps",
      "PUT /api/runner/runs/{run}/steps/{step}",
      "POST /api/runner/runs/{run}/steps/{step}/log",
    ]);
  });

  test("open to nothing but the token of a live runner", async () => {
    const repository = await makeFilled();
    const { run, runner } = await claimed(repository);
    const off = await issuedRunner(repository);
    await updateRepositoryRunner(admin, { ...namesOf(repository), runner: off.id, enabled: false });
    const everything = await makeAccessToken(repository.workspace, assignableScopes("workspace"));
    const waiting = await start(repository);
    for (const { method, path } of ofRunners) {
      const asked = path.replace("{run}", run).replace("{step}", newId());
      for (const secret of [undefined, everything.secret, runner.clientSecret, off.token, "x"]) {
        expect([(await server.get(asked, secret, { method })).status, path, secret]).toEqual([401, path, secret]);
      }
      const basic = Buffer.from(`${runner.id}:${runner.token}`).toString("base64");
      const headers = { authorization: `Basic ${basic}` };
      expect((await server.get(asked, undefined, { method, headers })).status).toBe(401);
    }
    expect(await rowOf(waiting)).toMatchObject({ state: "pending" });
    expect((await server.get("/api/runner/nothing", runner.token)).status).toBe(404);
    expect((await server.get("/api/runner/claim", runner.token)).status).toBe(405);
  });
});

describe("webhooks", () => {
  test("hear of a start and of the end, with the spans of what was run", async () => {
    const repository = await makeFilled();
    const hook = { url: "https://hooks.example.com", events: ["pipeline:span_created"] };
    const made = await createRepositoryWebhook(admin, { ...namesOf(repository), ...hook });
    if (!made.ok) throw new Error("There is no webhook.");
    const { run, runner } = await claimed(repository);
    await addStep(runner, { run, name: "Build", state: "IN_PROGRESS" });
    await completeRun(runner, { run, result: "SUCCESSFUL" });
    const bodies = (
      await db()
        .select({ body: webhookDeliveries.body })
        .from(webhookDeliveries)
        .where(eq(webhookDeliveries.webhookId, made.value.webhook.id))
        .orderBy(asc(webhookDeliveries.sequence))
    ).map(({ body }) => JSON.parse(body));
    expect(bodies).toMatchObject([
      {
        actor: { type: "user" },
        repository: { uuid: braced(repository.id) },
        pipeline: { uuid: braced(run), build_number: 1, state: { name: "PENDING" } },
        resourceSpans: [],
      },
      { actor: null, pipeline: { uuid: braced(run), state: { result: { name: "SUCCESSFUL" } } } },
    ]);
    const [runSpan, stepSpan] = bodies[1].resourceSpans[0].scopeSpans[0].spans;
    expect(runSpan).toMatchObject({
      name: "bbc.pipeline_run",
      traceId: run.replaceAll("-", ""),
      attributes: expect.arrayContaining([
        { key: "pipeline.uuid", value: { stringValue: braced(run) } },
        { key: "pipeline.target.ref_name", value: { stringValue: "main" } },
        { key: "pipeline.state.result.name", value: { stringValue: "COMPLETE" } },
      ]),
    });
    expect(stepSpan).toMatchObject({ name: "bbc.step", parentSpanId: runSpan.spanId, traceId: runSpan.traceId });
  });

  test("hear of pipelines only for whoever may read them", async () => {
    const repository = await makeFilled();
    const hook = { url: "https://hooks.example.com", events: ["pipeline:span_created"] };
    const without = await makeAccessToken(repository, ["webhook", "pipeline:write", "repository:admin"]);
    const refused = await post(`${addressOf(repository)}/hooks`, without.secret, hook);
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { error: { detail: { required: ["pipeline"] } } },
    ]);
    const reading = await makeAccessToken(repository, ["webhook", "pipeline"]);
    expect((await post(`${addressOf(repository)}/hooks`, reading.secret, hook)).status).toBe(201);
  });
});
