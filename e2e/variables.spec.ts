import { db } from "@/db/client";
import { createEnvironment } from "@/lib/environments/create";
import { createEnvironmentVariable, createRepositoryVariable, createWorkspaceVariable } from "@/lib/variables/create";
import { variablesForRun } from "@/lib/variables/for-run";
import { namesOf } from "@/test-support/calls/calls";
import { callerOf, makeMember, makeProject, makeRepository, makeUser, makeWorkspace } from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

const secret = "correct horse\nbattery staple\n";

test("an admin adds a variable, changes it without seeing what is secured, and deletes it", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  // Its first settings page offers its branches.
  const repository = await makeRepository(await makeProject(workspace), { storage: true });
  await page.goto(`/${workspace.slug}/${repository.slug}/admin`);
  await page.getByRole("navigation", { name: "Repository settings" }).getByRole("link", { name: "Variables" }).click();
  await expect(page.getByRole("heading", { name: "No variables yet" })).toBeVisible();

  const form = page.getByRole("form", { name: "Add a variable" });
  await form.getByLabel("Name").fill("1ST");
  await form.getByRole("button", { name: "Add variable" }).click();
  await expect(form.getByLabel("Name")).toBeFocused();
  await expect(form.getByLabel("Name")).toHaveAccessibleDescription(/no digit at the start/);
  await form.getByLabel("Name").fill("DEPLOY_KEY");
  await form.getByLabel("Value").fill(secret);
  await expect(form.getByRole("checkbox", { name: "Secured" })).toBeChecked();
  await form.getByRole("button", { name: "Add variable" }).click();
  const row = page.getByRole("row", { name: /DEPLOY_KEY/ });
  await expect(row).toContainText("Secured");
  await expect(form.getByLabel("Name")).toHaveValue("");
  await expect(form.getByLabel("Value")).toHaveValue("");
  await page.reload();
  await expect(row).toBeVisible();
  expect(await page.content()).not.toContain("battery");

  await form.getByLabel("Name").fill("DEPLOY_KEY");
  await form.getByLabel("Value").fill("other");
  await form.getByRole("button", { name: "Add variable" }).click();
  await expect(form.getByLabel("Name")).toHaveAccessibleDescription("There is a variable DEPLOY_KEY here already.");

  // By keyboard alone, and back to where it began.
  const menu = page.getByRole("button", { name: "Actions for DEPLOY_KEY" });
  await menu.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Change…" })).toBeFocused();
  await page.keyboard.press("Enter");
  const change = page.getByRole("form", { name: "Change DEPLOY_KEY" });
  await expect(change.getByLabel("New value")).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(menu).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Change…" })).toBeFocused();
  await page.keyboard.press("Enter");
  await change.getByLabel("Name").fill("DEPLOY_KEY_1");
  await change.getByRole("checkbox", { name: "Secured" }).uncheck();
  await change.getByRole("button", { name: "Save variable" }).click();
  await expect(change.getByLabel("New value")).toHaveAccessibleDescription(/Enter a new value/);
  await change.getByRole("checkbox", { name: "Secured" }).check();
  await change.getByRole("button", { name: "Save variable" }).click();
  await expect(page.getByRole("row", { name: /DEPLOY_KEY_1/ })).toContainText("Secured");
  // With its lines as they were.
  const run = { workspaceId: workspace.id, repositoryId: repository.id, environmentId: null, runnerOfWorkspace: true };
  expect(await variablesForRun(db(), run)).toEqual([{ key: "DEPLOY_KEY_1", value: secret, secured: true }]);

  await page.getByRole("button", { name: "Actions for DEPLOY_KEY_1" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await expect(page.getByRole("alertdialog").getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete variable" }).click();
  await expect(page.getByRole("heading", { name: "No variables yet" })).toBeVisible();
  await expect(form.getByLabel("Name")).toBeFocused();
});

test("an admin adds an environment, gives it a variable, renames and deletes it", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const repository = await makeRepository(await makeProject(workspace));
  await page.goto(`/${workspace.slug}/${repository.slug}/admin/variables`);
  const form = page.getByRole("form", { name: "Add an environment" });
  await form.getByRole("button", { name: "Add environment" }).click();
  await expect(form.getByLabel("Name")).toHaveAccessibleDescription("Enter a name.");
  await form.getByLabel("Name").fill("Production EU");
  await form.getByLabel("For").selectOption("Production");
  await form.getByRole("button", { name: "Add environment" }).click();
  await page.getByRole("link", { name: "Production EU" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Production EU" })).toBeVisible();
  const add = page.getByRole("form", { name: "Add a variable" });
  await add.getByLabel("Name").fill("REGION");
  await add.getByLabel("Value").fill("eu-1");
  await add.getByRole("checkbox", { name: "Secured" }).uncheck();
  await add.getByRole("button", { name: "Add variable" }).click();
  await expect(page.getByRole("row", { name: /REGION/ })).toContainText("eu-1");
  await page.getByRole("button", { name: "Actions for REGION" }).click();
  await page.getByRole("menuitem", { name: "Change…" }).click();
  const change = page.getByRole("form", { name: "Change REGION" });
  await expect(change.getByLabel("Value")).toHaveValue("eu-1");
  await change.getByLabel("Value").fill("eu-2");
  await change.getByRole("button", { name: "Save variable" }).click();
  await expect(page.getByRole("row", { name: /REGION/ })).toContainText("eu-2");

  const settings = page.getByRole("form", { name: "Environment" });
  await settings.getByLabel("Name").fill("Production");
  await settings.getByRole("button", { name: "Save environment" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Production", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Delete environment…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete environment" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Variables" })).toBeVisible();
  await expect(page.getByText("There are none yet.")).toBeVisible();
});

test("an admin of the workspace keeps the variables of all its repositories; others are told whom to ask", async ({
  page,
  login,
}) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const path = `/${workspace.slug}/workspace/settings/variables`;
  await page.goto(path);
  const form = page.getByRole("form", { name: "Add a variable" });
  await form.getByLabel("Name").fill("PROXY");
  await form.getByLabel("Value").fill("http://proxy.example.com");
  await form.getByRole("checkbox", { name: "Secured" }).uncheck();
  await form.getByRole("button", { name: "Add variable" }).click();
  await expect(page.getByRole("row", { name: /PROXY/ })).toContainText("http://proxy.example.com");
  const member = await login(await makeUser());
  await makeMember(workspace, member);
  await page.goto(path);
  await expect(page.getByText(`Only admins of ${workspace.slug} manage its variables.`)).toBeVisible();
  expect(await page.content()).not.toContain("proxy.example.com");
});

test("the pages of variables have no barrier, empty, full and asking", async ({ page, login }) => {
  test.slow();
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const repository = await makeRepository(await makeProject(workspace));
  const caller = await callerOf(admin);
  const names = namesOf(repository);
  const path = `/${workspace.slug}/${repository.slug}/admin/variables`;
  await page.goto(path);
  await page.getByRole("button", { name: "Add variable" }).click();
  await expect(page.getByText("Enter a name.")).toBeVisible();
  await expectAccessible(page);

  const environment = await createEnvironment(caller, { ...names, name: "E".repeat(100), type: "Production" });
  if (!environment.ok) throw new Error("The environment was not made.");
  await createEnvironment(caller, { ...names, name: "Test", type: "Test" });
  const values = [
    { key: "DEPLOY_PASSWORD", value: "a secret of some length", secured: true },
    { key: "EMPTY", value: "" },
    { key: "K".repeat(200), value: "v".repeat(2_000) },
    { key: "SCRIPT", value: "set -e\nmake\nmake install\nmake clean\n" },
  ];
  for (const value of values) {
    await createWorkspaceVariable(caller, { workspace: workspace.slug, ...value });
    await createRepositoryVariable(caller, { ...names, ...value });
    await createEnvironmentVariable(caller, { ...names, environment: environment.value.id, ...value });
  }
  const { id } = environment.value;
  for (const full of [`/${workspace.slug}/workspace/settings/variables`, path, `${path}/${id}`]) {
    await page.goto(full);
    await expect(page.getByRole("row", { name: /DEPLOY_PASSWORD/ })).toBeVisible();
    await expectAccessible(page);
  }
  for (const [asked, said] of [
    ["Change…", "Change DEPLOY_PASSWORD"],
    ["Delete…", "Delete DEPLOY_PASSWORD?"],
  ] as const) {
    await page.getByRole("button", { name: "Actions for DEPLOY_PASSWORD" }).click();
    await page.getByRole("menuitem", { name: asked }).click();
    await expect(page.getByRole("heading", { name: said })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
  }
});
