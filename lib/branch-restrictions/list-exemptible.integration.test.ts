import { beforeAll, expect, test } from "vitest";
import { namesOf } from "@/test-support/calls/calls";
import {
  callerOf,
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  type TestUser,
} from "@/test-support/factories";
import type { Project } from "../projects/find";
import type { Repository } from "../repositories/find";
import type { Workspace } from "../workspaces/find";
import { listExemptible, mostExemptible } from "./list-exemptible";

let admin: TestUser;
let workspace: Workspace;
let project: Project;
let repository: Repository;

beforeAll(async () => {
  admin = await makeUser({ name: "Ada" });
  workspace = await makeWorkspace({ admin });
  project = await makeProject(workspace);
  repository = await makeRepository(project);
});

async function offeredTo(user: TestUser, to = repository) {
  const listed = await listExemptible(await callerOf(user), namesOf(to));
  if (!listed.ok) throw new Error(JSON.stringify(listed.error));
  return listed.value;
}

function names(offered: { items: { name: string }[] }): string[] {
  return offered.items.map(({ name }) => name);
}

test("people are offered who may write, and active tokens that may push", async () => {
  const [writer, reader, ofProject] = [
    await makeUser({ name: "Mia" }),
    await makeUser({ name: "Noa" }),
    await makeUser({ name: "Lea" }),
  ];
  for (const person of [writer, reader, ofProject]) await makeMember(workspace, person);
  await makePermission(repository, writer, "write");
  await makePermission(repository, reader, "read");
  await makePermission(project, ofProject, "admin");
  await makeAccessToken(repository, ["repository:write"], { name: "own" });
  await makeAccessToken(project, ["pullrequest:write"], { name: "of the project" });
  await makeAccessToken(workspace, ["repository:write"], { name: "of the workspace" });
  await makeAccessToken(repository, ["repository", "repository:admin"], { name: "reads alone" });
  await makeAccessToken(repository, ["repository:write"], { name: "ended", expiresAt: new Date(Date.now() - 1_000) });
  await makeAccessToken(await makeRepository(project), ["repository:write"], { name: "of another repository" });

  const offered = await offeredTo(admin);
  expect(names(offered.people)).toEqual(["Ada", "Lea", "Mia"]);
  expect(names(offered.tokens)).toEqual(["of the project", "of the workspace", "own"]);
  expect([offered.people.more, offered.tokens.more]).toEqual([false, false]);

  expect((await listExemptible(await callerOf(writer), namesOf(repository))).ok).toBe(false);
});

test("who administers the repository alone is offered its own tokens, and none that they don’t see", async () => {
  const person = await makeUser();
  await makeMember(workspace, person);
  const own = await makeRepository(project);
  await makePermission(own, person, "admin");
  await makeAccessToken(own, ["repository:write"], { name: "own" });
  for (const owner of [project, workspace]) await makeAccessToken(owner, ["repository:write"]);
  expect(names((await offeredTo(person, own)).tokens)).toEqual(["own"]);
});

test("a hundred tokens are offered, and it is said that there are more", async () => {
  const many = await makeRepository(project);
  for (let index = 0; index <= mostExemptible; index += 1) await makeAccessToken(many, ["repository:write"]);
  const { tokens } = await offeredTo(admin, many);
  expect([tokens.items.length, tokens.more]).toEqual([mostExemptible, true]);
});
