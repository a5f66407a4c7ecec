import { readFile } from "node:fs/promises";
import { issueAccessToken } from "@/lib/access-tokens/issue";
import { revokeAccessToken } from "@/lib/access-tokens/revoke";
import { updateWorkspace } from "@/lib/workspaces/update";
import {
  callerOf,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  operatorCaller,
  type TestUser,
} from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

async function workspaceWithHistory(admin: TestUser) {
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace, { name: "Platform" });
  const repository = await makeRepository(project);
  const caller = await callerOf(admin);
  const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
  const issued = await issueAccessToken(caller, { resource, name: "=ci-deploy", scopes: ["repository:write"] });
  if (!issued.ok) throw new Error("The token was not issued.");
  await revokeAccessToken(operatorCaller(), { resource, id: issued.value.token.id });
  await updateWorkspace(caller, { workspace: workspace.slug, name: "Renamed" });
  return {
    workspace,
    project,
    repository,
    ofWorkspace: `/${workspace.slug}/workspace/settings/audit-log`,
    ofProject: `/${workspace.slug}/workspace/projects/${project.key}/settings/audit-log`,
    ofRepository: `/${workspace.slug}/${repository.slug}/admin/audit-log`,
  };
}

test("an admin reads what was done, narrows it, and Back brings back what was shown", async ({ page, login }) => {
  const admin = await login();
  const { workspace, repository, ofWorkspace } = await workspaceWithHistory(admin);
  await page.goto(`/${workspace.slug}/workspace/settings`);
  await page.getByRole("link", { name: "Audit log" }).click();
  await expect(page).toHaveURL(ofWorkspace);
  const rows = page.getByRole("row");
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText(`Named the workspace Renamed, before ${workspace.name}.`);
  await expect(rows.nth(2)).toContainText("Revoked the token =ci-deploy.");
  await expect(rows.nth(2)).toContainText("The command line");
  await expect(rows.nth(3)).toContainText("Issued the token =ci-deploy with repository:write. It never expires.");
  await expect(rows.nth(3)).toContainText(`${workspace.slug}/${repository.slug}`);
  await expect(rows.nth(3)).toContainText("192.0.2.1");

  const filter = page.getByRole("search");
  await filter.getByLabel("What").selectOption("Access tokens");
  await filter.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/group=tokens/);
  await expect(rows).toHaveCount(3);
  await page
    .getByRole("row", { name: /Issued/ })
    .getByRole("link", { name: admin.name })
    .click();
  await expect(rows).toHaveCount(2);
  await expect(filter.getByLabel("Who")).toHaveValue(admin.id);
  await filter.getByRole("searchbox", { name: "Find" }).fill("nothing like it");
  await filter.getByRole("searchbox", { name: "Find" }).press("Enter");
  await expect(page.getByRole("heading", { name: "No event matches" })).toBeVisible();

  await page.goBack();
  await expect(rows).toHaveCount(2);
  await expect(filter.getByRole("searchbox", { name: "Find" })).toHaveValue("");
  await page.goBack();
  await expect(rows).toHaveCount(3);
  await expect(filter.getByLabel("What")).toHaveValue("tokens");
  await expect(filter.getByLabel("Who")).toHaveValue("");
  await filter.getByRole("link", { name: "Clear" }).click();
  await expect(rows).toHaveCount(4);
});

test("what is shown is exported, as CSV without formulas and as NDJSON", async ({ page, login }) => {
  const { ofWorkspace } = await workspaceWithHistory(await login());
  await page.goto(`${ofWorkspace}?search=token+revoked`);
  const exported = async (name: string) => {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    return readFile(await (await download).path(), "utf8");
  };
  const csv = (await exported("Export CSV")).split("\r\n");
  expect(csv).toHaveLength(3);
  expect(csv[0]).toMatch(/^id,at,action,what,/);
  expect(csv[1]).toContain(",access_token.revoked,Revoked the token =ci-deploy.,operator,,The command line,");
  const lines = (await exported("Export NDJSON")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { action: "access_token.revoked", what: "Revoked the token =ci-deploy.", actor: { kind: "operator" } },
  ]);
});

test("a log goes on over pages, back and forth", async ({ page, login }) => {
  const admin = await login();
  const { workspace, ofWorkspace } = await workspaceWithHistory(admin);
  const caller = await callerOf(admin);
  for (let number = 1; number <= 57; number += 1) {
    await updateWorkspace(caller, { workspace: workspace.slug, name: `Name ${number}` });
  }
  await page.goto(ofWorkspace);
  const rows = page.getByRole("row");
  const pages = page.getByRole("navigation", { name: "Pages" });
  await expect(rows.nth(1)).toContainText("Name 57");
  await expect(rows).toHaveCount(51);
  await expect(pages.getByRole("link", { name: "Newer" })).toHaveCount(0);
  await pages.getByRole("link", { name: "Older" }).click();
  await expect(rows).toHaveCount(11);
  await expect(rows.nth(1)).toContainText("Name 7,");
  await expect(pages.getByRole("link", { name: "Older" })).toHaveCount(0);
  await pages.getByRole("link", { name: "Newer" }).click();
  await expect(rows.nth(1)).toContainText("Name 57");
});

test("a project's log has its repositories', a repository's its own, and others may not read it", async ({
  page,
  login,
}) => {
  const { workspace, project, repository, ofWorkspace, ofProject, ofRepository } = await workspaceWithHistory(
    await makeUser(),
  );
  const person = await login();
  await makeMember(workspace, person);
  await makePermission(project, person, "admin");
  const rows = page.getByRole("row");
  await page.goto(ofProject);
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText(`${workspace.slug}/${repository.slug}`);
  await page.goto(ofRepository);
  await expect(rows).toHaveCount(3);
  await page.goto(ofWorkspace);
  await expect(page.getByText(`Only admins of ${workspace.slug} read its audit log.`)).toBeVisible();
  const refused = await page.request.get(`/api/audit-log/export?kind=workspace&workspace=${workspace.slug}&format=csv`);
  expect(refused.status()).toBe(404);
  expect(await refused.text()).not.toContain("ci-deploy");
});

test("the audit log is accessible", async ({ page, login }) => {
  const { project, repository, ofWorkspace, ofProject, ofRepository } = await workspaceWithHistory(await login());
  const empty = await makeRepository(project);
  const addresses = [
    ofWorkspace,
    `${ofWorkspace}?group=members`,
    ofProject,
    ofRepository,
    ofRepository.replace(repository.slug, empty.slug),
  ];
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.getByRole("heading", { name: "Audit log", level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
  await expect(page.getByRole("heading", { name: "Nothing has happened yet" })).toBeVisible();
});
