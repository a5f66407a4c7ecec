import { makeAccessToken, makeProject, makeRepository, makeUser, makeWorkspace } from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

test("the pages before signing in have no barrier", async ({ page }) => {
  // This one leaves as soon as the database answers.
  await page.route("**/unavailable", (route) =>
    route.request().method() === "HEAD" ? route.fulfill({ status: 503 }) : route.continue(),
  );
  for (const path of ["/sign-in", "/sign-in?ended=password", "/join/nothing", "/unavailable"]) {
    await page.goto(path);
    await expectAccessible(page);
  }
});

test("the token pages have no barrier, full, empty and gated", async ({ page, login }) => {
  test.slow();
  const admin = await makeUser();
  await login(admin);
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const full = await makeRepository(project);
  const empty = await makeRepository(project);
  await makeAccessToken(full, ["repository:admin", "pullrequest:write", "webhook", "pipeline", "runner"], {
    name: "An access token with a rather long name that has to wrap somewhere",
    createdBy: admin,
  });
  const gated = await makeWorkspace({ admin, plan: "standard" });
  for (const path of [
    `/${workspace.slug}/${full.slug}/admin/access-tokens`,
    `/${workspace.slug}/${full.slug}/admin/access-tokens?state=inactive`,
    `/${workspace.slug}/${full.slug}/admin/access-tokens?search=nothing`,
    `/${workspace.slug}/${empty.slug}/admin/access-tokens`,
    `/${workspace.slug}/workspace/projects/${project.key}/settings/access-tokens`,
    `/${gated.slug}/workspace/settings/access-tokens`,
    "/account",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});

test("the form, the secret and the question before leaving it have no barrier", async ({ page, login }) => {
  const admin = await makeUser();
  await login(admin);
  const workspace = await makeWorkspace({ admin });
  await makeRepository(await makeProject(workspace));
  await page.goto(`/${workspace.slug}/workspace/settings/access-tokens/create`);
  await page.getByRole("button", { name: "Create access token" }).click();
  await expect(page.getByText("Enter a name.")).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Name").fill("scanner");
  await page.getByRole("checkbox", { name: /pullrequest:write/ }).check();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Create access token" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  const copy = page.getByRole("button", { name: "Copy bot UUID" });
  expect((await copy.boundingBox())?.width).toBeGreaterThanOrEqual(24);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
});

test("the menu, the list of scopes and the question before revoking have no barrier", async ({ page, login }) => {
  const admin = await makeUser();
  await login(admin);
  const workspace = await makeWorkspace({ admin });
  const repository = await makeRepository(await makeProject(workspace));
  const scopes = ["repository", "pullrequest", "webhook", "pipeline", "runner"] as const;
  await makeAccessToken(repository, scopes, { name: "ci" });
  await page.goto(`/${workspace.slug}/${repository.slug}/admin/access-tokens`);
  await page.getByRole("button", { name: "show all scopes of ci" }).click();
  await expect(page.getByRole("dialog", { name: "Scopes of ci" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Actions for ci" }).click();
  await expect(page.getByRole("menuitem", { name: "Revoke…" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Revoke…" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
});
