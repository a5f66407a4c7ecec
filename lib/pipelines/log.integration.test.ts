import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { pipelineLogChunks, pipelineSteps } from "@/db/schema/pipelines";
import { newId } from "@/lib/ids";
import { deleteOldLogs, oldLogs } from "@/lib/pipelines/delete-old-logs";
import { longestLog, longestRunLog } from "@/lib/pipelines/log";
import { addStep, appendLog, completeRun } from "@/lib/pipelines/report";
import { makeAccessToken } from "@/test-support/factories";
import { addressOf, makePipelineWorld, rowOf } from "@/test-support/pipelines";

const daysLater = (days: number) => new Date(Date.now() + days * 24 * 60 * 60_000);

const { server, makeFilled, claimed } = await makePipelineWorld();

afterAll(() => server.close());

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
    await deleteOldLogs(daysLater(89.9), 1);
    expect((await ended.read()).status).toBe(200);
    expect(await deleteOldLogs(daysLater(90.1), 1)).toBeGreaterThanOrEqual(2);
    expect((await ended.read()).status).toBe(404);
    expect(await db().$count(pipelineLogChunks, inArray(pipelineLogChunks.stepId, steps))).toBe(0);
    expect(await (await running.read()).text()).toBe("still at it");
    expect(await rowOf(ended.run)).toMatchObject({ result: "SUCCESSFUL" });
  });

  test("those that are too old are found without looking at the others", async () => {
    const { id: repositoryId, workspace } = await makeFilled();
    const ids = sql`gen_random_uuid(), ${workspace.id}::uuid`;
    const hoursAgo = sql`now() - age * interval '1 hour'`;
    await db().execute(sql`
      with runs as (
        insert into pipelines (id, workspace_id, repository_id, build_number, state, result, commit, selector_type,
                               creator_kind, creator_id, created_at, completed_at)
        select ${ids}, ${repositoryId}::uuid, age, 'completed', 'SUCCESSFUL', ${"0".repeat(40)}, 'default',
               'user', gen_random_uuid(), ${hoursAgo}, ${hoursAgo}
          from generate_series(1, 5000) as age order by random()
        returning id, created_at, completed_at)
      insert into pipeline_steps (id, workspace_id, pipeline_id, name, state, result, created_at, completed_at, log_size,
                                  log_cut)
      select ${ids}, id, 'Build', 'completed', 'SUCCESSFUL', created_at, completed_at,
             case when created_at < now() - interval '90 days' then 0 else 10 end, false
        from runs`);
    for (const table of ["pipelines", "pipeline_steps"]) await db().execute(sql.raw(`analyze ${table}`));
    const plan = await db().execute(sql`explain ${oldLogs(daysLater(-90), 20)}`);
    expect(JSON.stringify(plan.rows)).toContain("pipeline_steps_logged_idx");
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
