import { expect, it } from "vitest";
import {
  callerOf,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { defaultPolicy } from "../token-policies/policy";
import { updateTokenPolicy } from "../token-policies/update";
import { getIssuingRules } from "./issuing-rules";

it("tells an admin of a repository what the workspace demands, and whether they may issue at all", async () => {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin, name: "Acme" });
  const repository = await makeRepository(await makeProject(workspace));
  const colleague = await makeUser();
  await makeMember(workspace, colleague);
  await makePermission(repository, colleague, "admin");
  const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;

  const before = await getIssuingRules(await callerOf(colleague), { resource });
  expect(before).toMatchObject({ ok: true, value: { longestLifetimeDays: null, refusal: null } });

  const policy = { ...defaultPolicy, longestLifetimeDays: 90, repositoryAdminsMayIssue: false };
  await updateTokenPolicy(await callerOf(admin), { workspace: workspace.slug, ...policy });
  expect(await getIssuingRules(await callerOf(colleague), { resource })).toMatchObject({
    ok: true,
    value: {
      longestLifetimeDays: 90,
      refusal: "In Acme only admins of the project or the workspace create access tokens.",
    },
  });
  expect(await getIssuingRules(await callerOf(admin), { resource })).toMatchObject({
    ok: true,
    value: { refusal: null },
  });
});

it("tells readers and strangers nothing", async () => {
  const workspace = await makeWorkspace({ admin: await makeUser() });
  const repository = await makeRepository(await makeProject(workspace));
  const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
  const reader = await makeUser();
  expect(await getIssuingRules(await callerOf(reader), { resource })).toMatchObject({ error: { code: "not_found" } });
  await makeMember(workspace, reader);
  await makePermission(repository, reader, "read");
  expect(await getIssuingRules(await callerOf(reader), { resource })).toMatchObject({
    error: { code: "insufficient_scope" },
  });
});
