import { afterAll, describe, expect, it } from "vitest";
import {
  callerOf,
  makeAccessToken,
  makeMember,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  operatorCaller,
} from "@/test-support/factories";
import { startServer } from "@/test-support/server";
import type { ResourceName } from "../resource-name";
import { explainAccessToken } from "./explain";
import { revokeAccessToken } from "./revoke";

async function setUp() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project, { storage: true });
  const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
  const token = await makeAccessToken(repository, ["pullrequest"]);
  return { admin, workspace, project, repository, resource, token };
}

const server = await startServer();
afterAll(() => server.close());

describe("an explanation of a token", () => {
  it("says what the server does", async () => {
    const { resource, token, workspace, project } = await setUp();
    const sibling = await makeRepository(project, { storage: true });
    const at = workspace.slug;
    const cases: [string, ResourceName | null, string][] = [
      ["repositories.get", resource, `/2.0/repositories/${at}/${resource.repository}`],
      ["repositories.get", { ...resource, repository: sibling.slug }, `/2.0/repositories/${at}/${sibling.slug}`],
      ["repositories.get", { ...resource, repository: "nowhere" }, `/2.0/repositories/${at}/nowhere`],
      ["repositories.list", { kind: "workspace", workspace: at }, `/2.0/repositories/${at}`],
      ["workspaces.getProjects", { kind: "workspace", workspace: at }, `/2.0/workspaces/${at}/projects`],
      ["workspaces.getWorkspace", { kind: "workspace", workspace: at }, `/2.0/workspaces/${at}`],
      [
        "workspaces.getProject",
        { kind: "project", workspace: at, project: project.key },
        `/2.0/workspaces/${at}/projects/${project.key}`,
      ],
      ["user.get", null, "/2.0/user"],
      ["access_tokens.get_own", null, "/api/access-token"],
      ["git-upload-pack", resource, `/${at}/${resource.repository}.git/info/refs?service=git-upload-pack`],
      ["git-receive-pack", resource, `/${at}/${resource.repository}.git/info/refs?service=git-receive-pack`],
    ];
    const compare = async () => {
      for (const [operation, target, path] of cases) {
        const explained = await explainAccessToken(operatorCaller(), { resource, id: token.id, operation, target });
        const { status } = await server.get(path, token.secret);
        expect({ operation, target, status: explained.ok && explained.value.verdict.status }).toEqual({
          operation,
          target,
          status,
        });
      }
    };
    await compare();
    await revokeAccessToken(operatorCaller(), { resource, id: token.id });
    await compare();
  });

  it("names the rule, the token and what must hold besides, and no secret", async () => {
    const { repository, resource } = await setUp();
    const token = await makeAccessToken(repository, ["pullrequest:write"], {
      addresses: ["10.0.0.0/8"],
      refs: ["main"],
    });
    const asked = { resource, id: token.id, operation: "git-receive-pack", target: resource };
    const explained = await explainAccessToken(operatorCaller(), asked);
    expect(explained).toMatchObject({
      ok: true,
      value: {
        token: { id: token.id, name: token.name },
        reason: "This takes repository:write, which pullrequest:write includes.",
        conditions: [expect.stringContaining("10.0.0.0/8"), "Only to refs that match main."],
      },
    });
    expect(JSON.stringify(explained)).not.toContain(token.secret);
  });

  it("tells nobody whether something exists outside the token's reach", async () => {
    const [{ admin, resource, token }, other] = [await setUp(), await setUp()];
    const explainedOf = async (target: ResourceName) => {
      const asked = { resource, id: token.id, operation: "repositories.get", target };
      const explained = await explainAccessToken(await callerOf(admin), asked);
      return JSON.stringify(explained).replaceAll("repository" in target ? target.repository : "", "X");
    };
    const there = await explainedOf(other.resource);
    expect(there).toContain("outside");
    expect(await explainedOf({ ...other.resource, repository: "nowhere" })).toBe(there);
  });

  it("asks for a known operation, and for what it is about", async () => {
    const { resource, token, workspace } = await setUp();
    const id = token.id;
    const ask = (operation: string, target: ResourceName | null) =>
      explainAccessToken(operatorCaller(), { resource, id, operation, target });
    expect(await ask("repositories.explode", resource)).toMatchObject({
      error: { fields: { operation: ["There is no such operation."] } },
    });
    for (const target of [null, { kind: "workspace", workspace: workspace.slug } as const]) {
      expect(await ask("repositories.get", target)).toMatchObject({
        error: { fields: { target: ["Name a repository."] } },
      });
    }
  });

  it("is for the admins of the token's resource, and of its own tokens alone", async () => {
    const { workspace, resource, token } = await setUp();
    const member = await makeUser();
    await makeMember(workspace, member);
    const other = await setUp();
    const asked = { resource, id: token.id, operation: "user.get", target: null };
    expect(await explainAccessToken(await callerOf(member), asked)).toMatchObject({ error: { code: "not_found" } });
    expect(await explainAccessToken(await callerOf(other.admin), asked)).toMatchObject({
      error: { code: "not_found" },
    });
    expect(await explainAccessToken(await callerOf(other.admin), { ...asked, resource: other.resource })).toMatchObject(
      { error: { code: "not_found" } },
    );
  });
});
