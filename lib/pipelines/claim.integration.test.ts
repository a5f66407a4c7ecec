import { eq, sql } from "drizzle-orm";
import { afterAll, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { pipelineStartVariables } from "@/db/schema/pipelines";
import { variables } from "@/db/schema/variables";
import { recordAudit } from "@/lib/audit/record";
import { operator } from "@/lib/authorization/operator";
import { newId } from "@/lib/ids";
import { claimPipeline } from "@/lib/pipelines/claim";
import { startPipeline } from "@/lib/pipelines/start";
import { updateRepositoryRunner } from "@/lib/runners/administer";
import { sealSecret } from "@/lib/secret-box";
import { boxPlaceOf } from "@/lib/variables/variable";
import { namesOf } from "@/test-support/calls/calls";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeProject,
  makeUser,
  makeWorkspace,
  uniqueText,
} from "@/test-support/factories";
import { auditOf, makePipelineWorld, onMain, rowOf } from "@/test-support/pipelines";
import { issuedRunner, type TestRunner } from "@/test-support/runners";

const { server, admin, makeFilled, start, post } = await makePipelineWorld();

afterAll(() => server.close());

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
