import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { runners } from "@/db/schema/runners";
import { assignableScopes } from "@/lib/authorization/scopes";
import { newId } from "@/lib/ids";
import { endAbandonedPipelines } from "@/lib/pipelines/end-abandoned";
import { checkRun } from "@/lib/pipelines/report";
import { deleteRepositoryRunner, updateRepositoryRunner } from "@/lib/runners/administer";
import { requireRunner, toRunner } from "@/lib/runners/runner";
import { verifyRunnerToken } from "@/lib/runners/verify";
import { routes } from "@/server/http/operation-route";
import { namesOf } from "@/test-support/calls/calls";
import { makeAccessToken } from "@/test-support/factories";
import { auditOf, makePipelineWorld, rowOf } from "@/test-support/pipelines";
import { issuedRunner } from "@/test-support/runners";

const minute = 60_000;

const { server, admin, makeFilled, start, claimed } = await makePipelineWorld();

afterAll(() => server.close());

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
