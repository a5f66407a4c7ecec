import { afterAll, expect, test } from "vitest";
import { braced, newId } from "@/lib/ids";
import { stopPipeline } from "@/lib/pipelines/stop";
import { namesOf } from "@/test-support/calls/calls";
import { makeAccessToken } from "@/test-support/factories";
import { addressOf, makePipelineWorld } from "@/test-support/pipelines";

const { server, admin, makeFilled, start, claimed } = await makePipelineWorld();

afterAll(() => server.close());

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
