import type { Page } from "@playwright/test";
import { revokeAccessToken } from "@/lib/access-tokens/revoke";
import { removeMember } from "@/lib/memberships/remove";
import { setWorkspacePlan } from "@/lib/workspaces/set-plan";
import {
  callerOf,
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  operatorCaller,
  type TestUser,
} from "@/test-support/factories";
import { expect, test } from "./fixtures";

async function repositoryOf(admin: TestUser) {
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  return { workspace, project, repository, list: `/${workspace.slug}/${repository.slug}/admin/access-tokens` };
}

const createButton = (page: Page) => page.getByRole("button", { name: "Create access token" });

test("a mistake stands beside its field, and the first takes the focus", async ({ page, login }) => {
  const { repository, list } = await repositoryOf(await login());
  await makeAccessToken(repository, ["repository"], { name: "renovate" });
  await page.goto(`${list}/create`);
  const name = page.getByLabel("Name");

  await createButton(page).click();
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription("Enter a name.");
  await expect(page.getByText("Choose at least one scope.")).toBeVisible();

  await name.fill("x".repeat(112));
  await expect(page.getByText("Enter a name.")).toBeHidden();
  await createButton(page).click();
  await expect(name).toHaveAccessibleDescription("Use at most 100 characters. This has 112.");

  await name.fill("ok");
  await createButton(page).click();
  await expect(page.getByRole("checkbox").first()).toBeFocused();

  await name.fill("Renovate");
  await page.getByRole("checkbox", { name: /repository:write/ }).check();
  await name.press("Enter");
  await expect(name).toHaveAccessibleDescription(/is already called Renovate\. Choose another name\.$/);
  await expect(name).toBeFocused();
});

test("a scope that another includes is ticked and locked, and free again afterwards", async ({ page, login }) => {
  const { list } = await repositoryOf(await login());
  await page.goto(`${list}/create`);
  const repositories = page.getByRole("group", { name: "Repositories" });
  const read = repositories.getByRole("checkbox", { name: /^Read/ });
  const write = page.getByRole("group", { name: "Pull requests" }).getByRole("checkbox", { name: /^Write/ });

  await write.focus();
  await page.keyboard.press("Space");
  await expect(read).toBeChecked();
  await expect(repositories.getByText("included in Pull requests: Write")).toHaveCount(2);
  await read.focus();
  await page.keyboard.press("Space");
  await expect(read).toBeChecked();
  const review = page.getByRole("region", { name: "What this token will be able to do" });
  await expect(review.getByText("open, comment on, approve, merge and decline its pull requests")).toBeVisible();

  await write.uncheck();
  await expect(read).not.toBeChecked();
  await expect(review.getByText("Nothing yet. Choose a scope.")).toBeVisible();
});

test("the secret is shown once, with the keyboard alone", async ({ page, login }) => {
  const { workspace, repository, list } = await repositoryOf(await login());
  await page.goto(`${list}/create`);
  await page.getByLabel("Name").fill("ci-deploy");
  await page.getByRole("checkbox", { name: /repository:write/ }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Control+Enter");

  const dialog = page.getByRole("dialog", { name: "Copy the secret of ci-deploy" });
  await expect(dialog.getByRole("button", { name: "Copy secret" })).toBeFocused();
  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Close without copying the secret?" });
  await expect(question.getByRole("button", { name: "Back to the secret" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question).toBeHidden();
  await expect(dialog.getByText("Not copied yet")).toBeVisible();
  for (let round = 0; round < 2; round += 1) {
    await page.goBack();
    await expect(question).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(question).toBeHidden();
  }

  await dialog.getByRole("button", { name: "Copy secret" }).press("Enter");
  await expect(dialog.getByText("Secret copied")).toBeVisible();
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  expect(secret).toMatch(/^lkr_[0-9A-Za-z]{46}$/);

  const { host, origin } = new URL(page.url());
  await dialog.getByRole("tab", { name: "Clone" }).focus();
  const commands = [
    ["git clone command", `git clone http://x-token-auth:${secret}@${host}/${workspace.slug}/${repository.slug}.git`],
    [
      "git remote command",
      `git remote set-url origin http://x-token-auth:${secret}@${host}/${workspace.slug}/${repository.slug}.git`,
    ],
    [
      "curl command",
      `curl -H 'Authorization: Bearer ${secret}' ${origin}/2.0/repositories/${workspace.slug}/${repository.slug}`,
    ],
  ];
  for (const [name, command] of commands) {
    await dialog.getByRole("button", { name: `Copy ${name}` }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(command);
    await dialog.getByRole("tab", { selected: true }).press("ArrowRight");
  }

  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\?created=[0-9a-f-]{36}$/);
  await expect(page.getByRole("row").nth(1)).toContainText("ci-deploy");
  expect(await page.content()).not.toContain(secret);
  await page.reload();
  await expect(page.getByRole("row").nth(1)).toContainText("ci-deploy");
  expect(await page.content()).not.toContain(secret);
  await page.goBack();
  await expect(createButton(page)).toBeVisible();
  expect(await page.content()).not.toContain(secret);
});

test("copying a command counts as a copy; leaving without one asks", async ({ page, login }) => {
  const admin = await login();
  const { workspace } = await repositoryOf(admin);
  const other = await makeRepository(await makeProject(workspace), { slug: "zebra" });
  await page.goto(`/${workspace.slug}/workspace/settings/access-tokens/create`);
  await page.getByLabel("Name").fill("mirror");
  await page.getByRole("checkbox", { name: /^Read Read projects/ }).check();
  await createButton(page).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Back to the secret" }).click();

  await dialog.getByLabel("Repository in the commands").selectOption(other.slug);
  await dialog.getByRole("button", { name: "Copy git clone command" }).click();
  await expect(dialog.getByText("Secret copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`/${workspace.slug}/zebra.git`);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("row", { name: /mirror/ })).toBeVisible();
});

test("a revoked token moves to the inactive ones, and the focus to the next row", async ({ page, login }) => {
  const admin = await login();
  const { repository, list } = await repositoryOf(admin);
  await makeAccessToken(repository, ["repository"], { name: "first" });
  await makeAccessToken(repository, ["repository"], { name: "second" });
  await page.goto(list);
  await page.getByRole("button", { name: "Actions for second" }).press("Enter");
  await page.getByRole("menuitem", { name: "Revoke…" }).press("Enter");
  const dialog = page.getByRole("alertdialog", { name: "Revoke second?" });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Actions for second" })).toBeFocused();

  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Revoke…" }).press("Enter");
  await dialog.getByRole("button", { name: "Revoke token" }).press("Enter");
  await expect(page.getByText("second revoked").first()).toBeVisible();
  await expect(page.getByRole("row", { name: /second/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Actions for first" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Revoke…" }).press("Enter");
  await page.getByRole("button", { name: "Revoke token" }).press("Enter");
  await expect(page.getByText("first revoked").first()).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.getByRole("link", { name: "Inactive 2" }).click();
  await expect(page.getByRole("row", { name: /second/ })).toContainText(`by ${admin.name}`);
});

test("the second of two admins is told who was first", async ({ page, login }) => {
  const admin = await login();
  const { workspace, repository, list } = await repositoryOf(admin);
  const colleague = await makeUser({ name: "Jonas Weber" });
  await makeMember(workspace, colleague, "admin");
  const token = await makeAccessToken(repository, ["repository"], { name: "renovate" });
  await page.goto(list);
  await page.getByRole("button", { name: "Actions for renovate" }).click();
  await page.getByRole("menuitem", { name: "Revoke…" }).click();
  const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
  expect((await revokeAccessToken(await callerOf(colleague), { resource, id: token.id })).ok).toBe(true);
  await page.getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByText(/^renovate was already revoked by Jonas Weber/)).toBeVisible();
});

test("who is no longer an admin, or no longer on premium, creates nothing", async ({ page, login }) => {
  const person = await login();
  const { workspace, project, list } = await repositoryOf(await makeUser());
  await makeMember(workspace, person, "admin");
  await page.goto(`/${workspace.slug}/workspace/projects/${project.key}/settings/access-tokens/create`);
  await page.getByLabel("Name").fill("late");
  await page.getByRole("checkbox", { name: /webhook/ }).check();
  await setWorkspacePlan(operatorCaller(), { workspace: workspace.slug, plan: "standard" });
  await createButton(page).click();
  await expect(page.getByText(`Not created. ${workspace.slug} is no longer on the Premium plan.`)).toBeVisible();

  await page.goto(`${list}/create`);
  await page.getByLabel("Name").fill("late");
  await page.getByRole("checkbox", { name: /webhook/ }).check();
  await removeMember(operatorCaller(), { workspace: workspace.slug, userId: person.id });
  await createButton(page).click();
  await expect(page.getByText(/^Not created\./)).toBeVisible();
});

test("a reader is told who manages the tokens; a stranger finds nothing", async ({ page, login }) => {
  const reader = await login();
  const admin = await makeUser({ name: "Ada Admin" });
  const { workspace, repository, list } = await repositoryOf(admin);
  await page.goto(list);
  await expect(page.getByText("Nothing here, or nothing you may see.")).toBeVisible();
  await makeMember(workspace, reader);
  await makePermission(repository, reader, "read");
  for (const path of [list, `${list}/create`]) {
    await page.goto(path);
    const rule = `Only admins of ${workspace.slug}/${repository.slug} manage its tokens.`;
    await expect(page.getByText(rule)).toBeVisible();
    await expect(page.getByText("Ada Admin")).toBeVisible();
  }
});

test("below premium the page explains the plan; tokens that exist can be revoked", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin, plan: "standard" });
  const project = await makeProject(workspace);
  const list = `/${workspace.slug}/workspace/projects/${project.key}/settings/access-tokens`;
  await page.goto(list);
  await expect(page.getByRole("heading", { name: "Project access tokens are part of Premium" })).toBeVisible();
  await expect(page.getByText("Tokens that exist already")).toBeHidden();
  await makeAccessToken(project, ["project"], { name: "old-bot" });
  await page.goto(`${list}/create`);
  await expect(page.getByText("Tokens that exist already keep working and can be revoked.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Create access token" })).toHaveCount(0);
  await page.getByRole("button", { name: "Actions for old-bot" }).click();
  await page.getByRole("menuitem", { name: "Revoke…" }).click();
  await page.getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByText("old-bot revoked").first()).toBeVisible();
});

test("a long list has pages, and is searched by name", async ({ page, login }) => {
  const { repository, list } = await repositoryOf(await login());
  for (let number = 1; number <= 52; number += 1) {
    await makeAccessToken(repository, ["repository"], { name: `job-${number}` });
  }
  await page.goto(list);
  await expect(page.getByText("1–50 of 52")).toBeVisible();
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("51–52 of 52")).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(3);

  const search = page.getByRole("searchbox", { name: "Find tokens by name" });
  await search.fill("job-52");
  await expect(page).toHaveURL(/\?search=job-52$/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByRole("status").getByText("1 token matches")).toBeAttached();
  await search.fill("deploi");
  await expect(page.getByText("No token matches “deploi”")).toBeVisible();
  await search.press("Escape");
  await expect(page.getByText("1–50 of 52")).toBeVisible();
});

test("a refresh that fails keeps the list and says so", async ({ page, login, issuedToken }) => {
  const { repository, list } = await repositoryOf(await login());
  const token = await issuedToken(repository, ["repository"]);
  await page.clock.install();
  await page.goto(list);
  await page.route("**/api/access-tokens?**", (route) => route.fulfill({ status: 503 }));
  await page.clock.fastForward(31_000);
  await expect(page.getByText("The list could not be refreshed.")).toBeVisible();
  await expect(page.getByRole("row", { name: new RegExp(token.name) })).toBeVisible();

  await page.unroute("**/api/access-tokens?**");
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText("The list could not be refreshed.")).toBeHidden();
});
