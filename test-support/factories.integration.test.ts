import { expect, test } from "vitest";
import { can } from "@/lib/authorization/can";
import { env } from "@/lib/env";
import { findRepository } from "@/lib/repositories/find";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "./factories";

test("each test file has a database and a data folder of its own", () => {
  expect(env.databaseUrl).toContain("/latchkey_test_");
  expect(env.dataDir).toContain("latchkey-test-data-");
});

test("factories make rows that the domain functions find", async () => {
  const admin = await makeUser();
  const reader = await makeUser();
  const workspace = await makeWorkspace({ admin });
  await makeMember(workspace, reader);
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  await makePermission(repository, reader, "read");
  expect(await findRepository(workspace.slug, repository.slug)).toMatchObject({ id: repository.id, project });

  const asReader = await callerOf(reader);
  expect(can((await callerOf(admin)).principal, "access_token:write", repository.resource)).toBe(true);
  expect(can(asReader.principal, "repository", repository.resource)).toBe(true);
  expect(can(asReader.principal, "repository:write", repository.resource)).toBe(false);

  const token = await makeAccessToken(project, ["repository:write"]);
  const asToken = await callerOfToken(token);
  expect(asToken.principal).toMatchObject({ accessTokenId: token.id, tokenKind: "project", botId: token.botId });
  expect(can(asToken.principal, "repository", repository.resource)).toBe(true);
});
