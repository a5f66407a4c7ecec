import { expect, it } from "vitest";
import {
  callerOf,
  makeAccessToken,
  makeMember,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { exportAccessTokens, type OwnedTokenView } from "./list-all";

it("hands out the tokens of one resource alone, narrowed and sorted as its list is", async () => {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  await makeAccessToken(repository, ["repository"], { name: "b" });
  await makeAccessToken(repository, ["repository"], { name: "a" });
  await makeAccessToken(repository, ["repository"], { name: "c", expiresAt: new Date(Date.now() + 60_000) });
  await makeAccessToken(project, ["repository"], { name: "of the project" });
  await makeAccessToken(await makeRepository(project), ["repository"], { name: "of another" });

  const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
  const exported = await exportAccessTokens(await callerOf(admin), {
    resource,
    filter: "never_expires",
    sort: "name",
  });
  if (!exported.ok) throw new Error(exported.error.code);
  const tokens: OwnedTokenView[] = [];
  for await (const some of exported.value) tokens.push(...some);
  expect(tokens.map(({ name, owner }) => [name, owner?.label])).toEqual([
    ["a", `${workspace.slug}/${repository.slug}`],
    ["b", `${workspace.slug}/${repository.slug}`],
  ]);

  const member = await makeUser();
  await makeMember(workspace, member);
  expect((await exportAccessTokens(await callerOf(member), { resource })).ok).toBe(false);
});
