import { asc, eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { webhookDeliveries } from "@/db/schema/webhooks";
import { braced } from "@/lib/ids";
import { addStep, completeRun } from "@/lib/pipelines/report";
import { createRepositoryWebhook } from "@/lib/webhooks/administer";
import { namesOf } from "@/test-support/calls/calls";
import { makeAccessToken } from "@/test-support/factories";
import { addressOf, makePipelineWorld } from "@/test-support/pipelines";

const { server, admin, makeFilled, claimed, post } = await makePipelineWorld();

afterAll(() => server.close());

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
