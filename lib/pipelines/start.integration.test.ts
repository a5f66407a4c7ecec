import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { pipelineStartVariables, pipelines } from "@/db/schema/pipelines";
import { webhookDeliveries } from "@/db/schema/webhooks";
import { startPipeline } from "@/lib/pipelines/start";
import { createRepositoryWebhook } from "@/lib/webhooks/administer";
import { namesOf } from "@/test-support/calls/calls";
import { makeAccessToken, uniqueText } from "@/test-support/factories";
import { gitClient } from "@/test-support/git";
import { addressOf, auditOf, makePipelineWorld, onMain, rowOf } from "@/test-support/pipelines";
import { issuedRunner } from "@/test-support/runners";

const { server, project, admin, makeFilled, start, post } = await makePipelineWorld();

afterAll(() => server.close());

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
