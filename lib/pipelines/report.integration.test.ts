import { afterAll, describe, expect, test } from "vitest";
import { createEnvironment } from "@/lib/environments/create";
import { braced, newId } from "@/lib/ids";
import { addStep, completeRun } from "@/lib/pipelines/report";
import { stopPipeline } from "@/lib/pipelines/stop";
import { createEnvironmentVariable, createRepositoryVariable } from "@/lib/variables/create";
import { namesOf } from "@/test-support/calls/calls";
import { makeAccessToken, uniqueText } from "@/test-support/factories";
import { addressOf, auditOf, makePipelineWorld, rowOf } from "@/test-support/pipelines";
import { issuedRunner } from "@/test-support/runners";

const { server, admin, makeFilled, claimed, post } = await makePipelineWorld();

afterAll(() => server.close());

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
    const sibling = await createEnvironment(admin, {
      ...namesOf(await makeFilled()),
      name: uniqueText(),
      type: "Test",
    });
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
