import { readFile } from "node:fs/promises";
import {
  makeAccessToken,
  makeMember,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

async function workspaceWithTokens(admin: Awaited<ReturnType<typeof makeUser>>) {
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  const soon = new Date(Date.now() + 5 * 24 * 60 * 60_000);
  await makeAccessToken(workspace, ["repository:admin"], { name: "settings-bot", createdBy: admin });
  await makeAccessToken(project, ["repository"], { name: "mirror", createdBy: admin });
  await makeAccessToken(repository, ["repository:write"], { name: "ci-deploy", createdBy: admin, expiresAt: soon });
  return { workspace, project, repository, settings: `/${workspace.slug}/workspace/settings` };
}

test("an admin sees all tokens beneath the workspace, filters them, and comes back to what was shown", async ({
  page,
  login,
}) => {
  const { settings, workspace, repository } = await workspaceWithTokens(await login());
  await page.goto(`${settings}/all-tokens`);
  await expect(page.getByRole("row")).toHaveCount(4);
  await expect(page.getByRole("row", { name: "ci-deploy" })).toContainText(`${workspace.slug}/${repository.slug}`);

  const filters = page.getByRole("navigation", { name: "Filters" });
  await expect(filters.getByRole("link", { name: "Never expire 2" })).toBeVisible();
  await filters.getByRole("link", { name: "Admin or delete scopes 1" }).click();
  await expect(page).toHaveURL(/filter=strong_scopes/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: "settings-bot" }).click();
  await expect(page.getByRole("heading", { name: "settings-bot" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("row")).toHaveCount(2);
  await filters.getByRole("link", { name: "Admin or delete scopes 1" }).click();
  await expect(page.getByRole("row")).toHaveCount(4);

  await page.getByRole("combobox", { name: "Order" }).selectOption({ label: "By name" });
  await expect(page).toHaveURL(/sort=name/);
  await expect(page.getByRole("row").nth(1)).toContainText("ci-deploy");
  await page.getByRole("searchbox", { name: "Find tokens by name" }).fill("mirr");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: "mirror" }).click();
  await expect(page.getByRole("heading", { name: "mirror" })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/search=mirr/);
  await expect(page.getByRole("searchbox", { name: "Find tokens by name" })).toHaveValue("mirr");
  await expect(page.getByRole("combobox", { name: "Order" })).toHaveValue("name");
  await expect(page.getByRole("row")).toHaveCount(2);

  await makeAccessToken(repository, ["repository"], { name: "=mirror(A1)" });
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(csv).toContain("id,name,kind,belongs_to");
  expect(csv).toContain(",mirror,project,");
  expect(csv).toContain(",'=mirror(A1),repository,");
  expect(csv).not.toContain("ci-deploy");
});

test("many tokens are revoked at once, all or none, after their number was typed", async ({ page, login }) => {
  const { settings } = await workspaceWithTokens(await login());
  await page.goto(`${settings}/all-tokens`);
  await page.getByLabel("Choose ci-deploy").check();
  await page.getByLabel("Choose mirror").check();
  await expect(page.getByText("2 tokens chosen")).toBeVisible();
  await page.getByRole("button", { name: "Revoke…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Revoke 2 tokens?" });
  await expect(dialog).toContainText("ci-deploy");
  await dialog.getByLabel("Type 2, their number, to revoke them").fill("3");
  await dialog.getByRole("button", { name: "Revoke 2 tokens" }).click();
  await expect(dialog.getByText("Type 2 to confirm.")).toBeVisible();
  await dialog.getByLabel("Type 2, their number, to revoke them").fill("2");
  await dialog.getByRole("button", { name: "Revoke 2 tokens" }).click();
  await expect(page.getByText("2 tokens revoked").first()).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: /^Inactive/ }).click();
  await expect(page.getByRole("row", { name: "ci-deploy" })).toContainText("Revoked");
});

test("all that a filter leaves can be revoked together, also beyond the first page", async ({ page, login }) => {
  const { settings, repository } = await workspaceWithTokens(await login());
  await Promise.all(
    Array.from({ length: 60 }, (_, index) => makeAccessToken(repository, ["webhook"], { name: `hook-${index}` })),
  );
  await page.goto(`${settings}/all-tokens?search=hook`);
  await page.getByLabel("All on this page").check();
  await expect(page.getByText("50 tokens chosen")).toBeVisible();
  await page.getByRole("button", { name: "Choose all 60" }).click();
  await expect(page.getByText("60 tokens chosen")).toBeVisible();
  await page.getByRole("button", { name: "Revoke…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Revoke 60 tokens?" });
  await expect(dialog.getByRole("listitem")).toHaveCount(60);
  await dialog.getByLabel("Type 60, their number, to revoke them").fill("60");
  await dialog.getByRole("button", { name: "Revoke 60 tokens" }).click();
  await expect(page.getByText("60 tokens revoked").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "No token matches “hook”" })).toBeVisible();
  await page.getByRole("link", { name: "Clear the search" }).click();
  await expect(page.getByRole("row")).toHaveCount(4);
});

test("the policy is saved, shows which tokens exceed it, and can end them after a warning", async ({ page, login }) => {
  const { settings } = await workspaceWithTokens(await login());
  await page.goto(`${settings}/token-policy`);
  await page.getByLabel("Longest lifetime, in days").fill("0");
  await page.getByRole("button", { name: "Save policy" }).click();
  await expect(page.getByText("Use at least 1 day.")).toBeVisible();
  await page.getByLabel("Longest lifetime, in days").fill("90");
  await page.getByRole("button", { name: "Save policy" }).click();
  await expect(page.getByText("2 tokens could not be created like that today.")).toBeVisible();
  await page.getByRole("button", { name: "Put an end date on all of them…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Put an end date on 2 tokens?" });
  await dialog.getByLabel("Days from now").fill("14");
  await dialog.getByRole("button", { name: "Put the end date" }).click();
  await expect(page.getByText("2 tokens got an end date").first()).toBeVisible();
  await expect(page.getByText("Every token that exists could be created like that today.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Longest lifetime, in days")).toHaveValue("90");
});

test("a member who is no admin sees neither", async ({ page, login }) => {
  const member = await makeUser();
  const { workspace, settings } = await workspaceWithTokens(await makeUser());
  await makeMember(workspace, member);
  await login(member);
  for (const address of ["all-tokens", "token-policy"]) {
    await page.goto(`${settings}/${address}`);
    await expect(page.getByText(`Only admins of ${workspace.slug}`)).toBeVisible();
    await expect(page.getByText("ci-deploy")).toHaveCount(0);
  }
  expect((await page.request.get(`${settings}/all-tokens/export`)).status()).toBe(404);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("the filters are a field with their counts", async ({ page, login }) => {
    const { settings } = await workspaceWithTokens(await login());
    await page.goto(`${settings}/all-tokens`);
    await expect(page.getByRole("navigation", { name: "Filters" })).toBeHidden();
    await page.getByRole("combobox", { name: "Filter" }).selectOption({ label: "End within 30 days (1)" });
    await expect(page).toHaveURL(/filter=expires_soon/);
    await expect(page.getByRole("link", { name: "ci-deploy" })).toBeVisible();
    await expect(page.getByRole("link", { name: "mirror" })).toHaveCount(0);
    await page.goBack();
    await expect(page.getByRole("link", { name: "mirror" })).toBeVisible();
  });
});

test("the list of all tokens and the policy have no barrier", async ({ page, login }) => {
  const admin = await login();
  const empty = await makeWorkspace({ admin });
  await page.goto(`/${empty.slug}/workspace/settings/all-tokens`);
  await expect(page.getByRole("heading", { name: "No access tokens yet" })).toBeVisible();
  await expectAccessible(page);
  const { settings } = await workspaceWithTokens(admin);
  await page.goto(`${settings}/all-tokens`);
  await page.getByLabel("Choose mirror").check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Revoke…" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${settings}/all-tokens?state=inactive`);
  await expectAccessible(page);
  await page.goto(`${settings}/token-policy`);
  await page.getByLabel("Longest lifetime, in days").fill("30");
  await page.getByRole("button", { name: "Save policy" }).click();
  await expect(page.getByText("tokens could not be created")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Put an end date on all of them…" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
});
