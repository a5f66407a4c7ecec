import {
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  uniqueText,
} from "@/test-support/factories";
import { expect, test } from "./fixtures";

test("a person without a workspace creates one, a project in it and a repository in that", async ({ page, login }) => {
  await login();
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "You are in no workspace yet" })).toBeVisible();
  await page.getByRole("link", { name: "New workspace" }).click();

  const slug = `team-${uniqueText()}`;
  await page.getByLabel("Name").fill("The Team");
  await expect(page.getByLabel("Address")).toHaveValue("the-team");
  await page.getByLabel("Address").fill(slug);
  await page.getByRole("button", { name: "Create workspace" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "The Team" })).toBeVisible();
  await expect(page).toHaveURL(`/${slug}`);
  await page.getByRole("link", { name: "New project" }).click();
  await page.getByLabel("Name").fill("Platform");
  await expect(page.getByRole("textbox", { name: "Key" })).toHaveValue("PLAT");
  await page.getByLabel("Description").fill("What customers meet.");
  await page.getByRole("button", { name: "Create project" }).click();

  await expect(page).toHaveURL(`/${slug}/workspace/projects/PLAT`);
  await expect(page.getByRole("heading", { name: "No repositories yet" })).toBeVisible();
  await page.getByRole("link", { name: "New repository" }).click();
  await page.getByLabel("Name").fill("API");
  await page.getByRole("button", { name: "Create repository" }).click();

  await expect(page).toHaveURL(`/${slug}/api`);
  await expect(page.getByRole("heading", { name: "Nothing has been pushed yet" })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`^${slug}/api`));
});

test("a form says what is wrong beside the field, focuses it and keeps what was typed", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const taken = await makeRepository(project);
  await page.goto(`/${workspace.slug}/new`);

  await page.getByRole("button", { name: "Create repository" }).click();
  await expect(page.getByLabel("Name")).toBeFocused();
  await expect(page.getByLabel("Name")).toHaveAccessibleDescription("Enter a name.");

  await page.getByLabel("Name").fill("Kept");
  await page.getByLabel("Address").fill(taken.slug);
  await page.getByRole("button", { name: "Create repository" }).click();
  await expect(page.getByLabel("Address")).toBeFocused();
  await expect(page.getByLabel("Address")).toHaveAccessibleDescription(`${taken.slug} is taken. Choose another.`);
  await expect(page.getByLabel("Name")).toHaveValue("Kept");
});

test("the settings of a repository change its name, and moving it says whose access follows", async ({
  page,
  login,
}) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const [from, to] = [await makeProject(workspace, { name: "From" }), await makeProject(workspace, { name: "To" })];
  const repository = await makeRepository(from, { storage: true });
  await page.goto(`/${workspace.slug}/${repository.slug}/admin`);

  await page.getByLabel("Name").fill("A new name");
  await page.getByLabel("Project").selectOption(to.key);
  await expect(page.getByText("Access follows the project.")).toBeVisible();
  await page.getByRole("button", { name: "Save changes" }).click();

  await expect(page.getByText("Saved")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("To");
  await page.goto(`/${workspace.slug}/${repository.slug}`);
  await expect(page.getByRole("heading", { level: 1, name: "A new name" })).toBeVisible();
});

test("a repository is deleted once its slug was typed, and the dialog says which tokens end", async ({
  page,
  login,
}) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project, { storage: true });
  await makeAccessToken(repository, ["repository"]);
  await makeAccessToken(repository, ["repository"]);
  await page.goto(`/${workspace.slug}/${repository.slug}/admin`);
  await page.getByRole("button", { name: "Delete repository…" }).click();

  const dialog = page.getByRole("alertdialog", { name: `Delete ${repository.slug}?` });
  await expect(dialog).toContainText("Its 2 tokens stop working too.");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await dialog.getByLabel(/^Type/).fill("something else");
  await dialog.getByRole("button", { name: "Delete repository" }).click();
  await expect(dialog.getByLabel(/^Type/)).toHaveAccessibleDescription(`Type ${repository.slug} to delete it.`);

  await dialog.getByLabel(/^Type/).fill(repository.slug);
  await dialog.getByRole("button", { name: "Delete repository" }).click();
  await expect(page).toHaveURL(`/${workspace.slug}/workspace/projects/${project.key}`);
  expect((await page.goto(`/${workspace.slug}/${repository.slug}`))?.status()).toBe(404);
});

test("a project that holds repositories can’t be deleted, an empty one can", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace, { name: "Full" });
  await makeRepository(project);
  await page.goto(`/${workspace.slug}/workspace/projects/${project.key}/settings`);
  await expect(page.getByText("Full still holds 1 repository.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete project…" })).toHaveCount(0);

  const empty = await makeProject(workspace);
  await page.goto(`/${workspace.slug}/workspace/projects/${empty.key}/settings`);
  await page.getByRole("button", { name: "Delete project…" }).click();
  await page.getByLabel(/^Type/).fill(empty.key);
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete project" }).click();
  await expect(page).toHaveURL(`/${workspace.slug}`);
  await expect(page.getByText(empty.name)).toHaveCount(0);
});

test("the settings of a workspace show its plan with the command that changes it, and its end", async ({
  page,
  login,
}) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin, plan: "standard" });
  await page.goto(`/${workspace.slug}/workspace/settings`);
  await expect(page.getByText(`npx latchkey workspace set-plan ${workspace.slug} premium`)).toBeVisible();
  await page.getByLabel("Name").fill("Renamed");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved")).toBeVisible();

  await page.getByRole("button", { name: "Delete workspace…" }).click();
  await page.getByLabel(/^Type/).fill(workspace.slug);
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete workspace" }).click();
  await expect(page).toHaveURL("/");
  expect((await page.goto(`/${workspace.slug}`))?.status()).toBe(404);
});

test("the overview shows what a person may read, and finds a repository by its name", async ({ page, login }) => {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace, { name: "Open" });
  const [mine, other] = [
    await makeRepository(project, { slug: "mine" }),
    await makeRepository(project, { slug: "other" }),
  ];
  const hidden = await makeRepository(await makeProject(workspace), { slug: "hidden" });
  const reader = await makeUser();
  await makeMember(workspace, reader);
  await makePermission(project, reader, "read");
  await login(reader);
  await page.goto(`/${workspace.slug}`);

  const row = (slug: string) => page.getByRole("row", { name: slug });
  await expect(row(mine.slug)).toBeVisible();
  await expect(row(other.slug)).toBeVisible();
  await expect(page.getByText(hidden.slug)).toHaveCount(0);
  await expect(page.getByRole("cell", { name: /token/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "New repository" })).toHaveCount(0);

  const search = page.getByRole("searchbox", { name: "Find a repository" });
  await search.fill("min");
  await expect(row(other.slug)).toHaveCount(0);
  await search.fill("nothing like it");
  await expect(page.getByText("No repository matches “nothing like it”")).toBeVisible();
  await search.press("Escape");
  await expect(row(other.slug)).toBeVisible();
});
