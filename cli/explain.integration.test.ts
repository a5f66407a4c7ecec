import { afterAll, beforeAll, expect, test } from "vitest";
import { bundledCommandLine } from "@/test-support/cli";
import { makeAccessToken, makeProject, makeRepository, makeWorkspace } from "@/test-support/factories";

let commandLine: Awaited<ReturnType<typeof bundledCommandLine>>;

beforeAll(async () => {
  commandLine = await bundledCommandLine();
});
afterAll(() => commandLine.remove());

test("token explain says whether a token may do something, and why", async () => {
  const workspace = await makeWorkspace();
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  const token = await makeAccessToken(project, ["pullrequest"], { addresses: ["10.0.0.0/8"] });
  const asking = ["token", "explain", token.id, "--operation"];

  const readable = await commandLine.json(...asking, "git-upload-pack", "--repository", repository.slug);
  expect(readable).toMatchObject({
    token_id: token.id,
    allowed: true,
    status: 200,
    rule: "scope_included",
    reason: "This takes repository, which pullrequest includes.",
    conditions: [expect.stringContaining("10.0.0.0/8")],
  });
  expect(JSON.stringify(readable)).not.toContain(token.secret);

  // The token's own project, where nothing is named.
  expect(await commandLine.json(...asking, "workspaces.getProject")).toMatchObject({
    status: 403,
    rule: "scope_missing",
  });
  const outside = ["repositories.get", "--workspace", workspace.slug, "--repository", "nowhere"];
  const said = await commandLine.latchkey(...asking, ...outside);
  expect(said.code).toBe(0);
  expect(said.out).toMatch(new RegExp(`^No, answered with 404: ${workspace.slug}/nowhere lies outside`));

  const wrongKind = await commandLine.latchkey(...asking, "repositories.get");
  expect(wrongKind).toEqual({ code: 1, out: "", err: "the resource: Name a repository.\n" });
  expect((await commandLine.latchkey(...asking, "repositories.explode")).code).toBe(2);
});
