import { createBranchRestriction } from "@/lib/branch-restrictions/administer";
import { updateBranchingModelSettings } from "@/lib/branching-models/update";
import { braced } from "@/lib/ids";
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
} from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

test("an admin restricts branches by name and by type, changes what was said, and lifts it", async ({
  page,
  login,
}) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const repository = await makeRepository(await makeProject(workspace), { storage: true });
  const writer = await makeUser({ name: "Mia Braun" });
  await makeMember(workspace, writer);
  await makePermission(repository, writer, "write");
  await page.goto(`/${workspace.slug}/${repository.slug}/admin/branch-restrictions`);
  await expect(page.getByRole("heading", { name: "No branch is restricted" })).toBeVisible();

  const form = page.getByRole("form", { name: "Branch restriction" });
  await form.getByRole("button", { name: "Add restriction" }).click();
  await expect(form.getByLabel("Name or pattern")).toHaveAccessibleDescription(/Name a branch/);
  await expect(form.getByLabel("Name or pattern")).toBeFocused();
  await form.getByLabel("Name or pattern").fill("main");
  await form.getByRole("checkbox", { name: "Mia Braun" }).check();
  await form.getByRole("button", { name: "Add restriction" }).press("Enter");
  const pushed = page.getByRole("row", { name: "Nobody pushes, but for those named" });
  await expect(pushed).toContainText("main");
  await expect(pushed).toContainText("Mia Braun");
  await expect(form.getByRole("status")).toHaveText("Added");
  await expect(form.getByRole("button", { name: "Add restriction" })).toBeFocused();
  await expect(form.getByLabel("Name or pattern")).toHaveValue("");
  await expect(form.getByRole("checkbox", { name: "Mia Braun" })).not.toBeChecked();
  await form.getByRole("checkbox", { name: "Mia Braun" }).press("Space");
  await expect(form.getByRole("status")).toHaveText("");

  await form.getByLabel("Rule").selectOption({ label: "It takes approvals" });
  await form.getByLabel("Branches", { exact: true }).selectOption({ label: "Release branches" });
  await expect(form.getByLabel("Name or pattern")).toBeHidden();
  await form.getByLabel("Approvals, at least").fill("two");
  await form.getByRole("button", { name: "Add restriction" }).click();
  await expect(form.getByLabel("Approvals, at least")).toHaveAccessibleDescription(
    "Give a whole number, at most 1,000,000.",
  );
  await expect(form.getByLabel("Approvals, at least")).toBeFocused();
  await form.getByLabel("Approvals, at least").fill("2");
  await form.getByLabel("Approvals, at least").press("Enter");
  await expect(form.getByRole("status")).toHaveText("Added");
  await expect(form.getByLabel("Approvals, at least")).toBeFocused();
  await expect(form.getByLabel("Approvals, at least")).toHaveValue("1");
  await expect(form.getByLabel("Rule")).toHaveValue("require_approvals_to_merge");
  await expect(form.getByLabel("Branches", { exact: true })).toHaveValue("release");
  await form.getByRole("button", { name: "Add restriction" }).click();
  await expect(form.getByLabel("Branches", { exact: true })).toHaveAccessibleDescription(
    "release branches have this restriction already.",
  );
  await page.getByRole("link", { name: "Approvals, at least 2" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Approvals, at least 2" })).toBeVisible();
  await form.getByLabel("Approvals, at least").fill("3");
  await form.getByRole("button", { name: "Save restriction" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Approvals, at least 3" })).toBeVisible();
  await page.getByRole("button", { name: "Lift restriction…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Lift restriction" }).click();
  await expect(pushed).toBeVisible();
  await expect(page.getByRole("link", { name: /Approvals/ })).toHaveCount(0);
});

test("people and tokens that may push can be left out, and whom it leaves out already stays so", async ({
  page,
  login,
}) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project, { storage: true });
  await makeAccessToken(repository, ["repository:write"], { name: "merge-queue" });
  await makeAccessToken(project, ["repository:write"], { name: "release-bot" });
  await makeAccessToken(workspace, ["repository"], { name: "scanner" });
  const elsewhere = await makeAccessToken(await makeRepository(project), ["repository:write"], { name: "elsewhere" });
  const former = await makeUser({ name: "Mia Braun" });
  await makeMember(workspace, former);
  await createBranchRestriction(await callerOf(admin), {
    ...namesOf(repository),
    kind: "push",
    pattern: "main",
    exempt: [braced(elsewhere.id), braced(former.id)],
  });
  const base = `/${workspace.slug}/${repository.slug}/admin/branch-restrictions`;
  await page.goto(`${base}/1`);
  const people = page.getByRole("group", { name: "People" });
  const tokens = page.getByRole("group", { name: "Access tokens" });
  await expect(people.getByRole("checkbox", { name: "Mia Braun" })).toHaveAccessibleDescription(
    "May not write any more",
  );
  await expect(tokens.getByRole("checkbox")).toHaveCount(3);
  await expect(tokens.getByRole("checkbox", { name: "scanner" })).toHaveCount(0);
  await expect(tokens.getByRole("checkbox", { name: "elsewhere" })).toBeChecked();
  await expect(tokens.getByRole("checkbox", { name: "release-bot" })).toHaveAccessibleDescription(
    "Belongs to the project",
  );
  await tokens.getByRole("checkbox", { name: "release-bot" }).check();
  await page.getByRole("button", { name: "Save restriction" }).click();
  await expect(page.getByRole("form", { name: "Branch restriction" }).getByRole("status")).toHaveText("Saved");
  await page.getByRole("link", { name: "Branch restrictions" }).first().click();
  const row = page.getByRole("row", { name: "Nobody pushes, but for those named" });
  for (const name of ["Mia Braun", "elsewhere (access token)", "release-bot (access token)"]) {
    await expect(row.getByRole("listitem").filter({ hasText: name })).toBeVisible();
  }
});

test("an admin gives a repository a branching model of its own, and follows the project again", async ({
  page,
  login,
}) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const repository = await makeRepository(await makeProject(workspace, { name: "Platform" }), { storage: true });
  await page.goto(`/${workspace.slug}/${repository.slug}/admin/branching-model`);
  await expect(page.getByText("It comes from Platform.")).toBeVisible();
  const form = page.getByRole("form", { name: "Branching model" });
  await form.getByLabel("Development branch").fill("develop");
  await form.getByRole("button", { name: "Save branching model" }).click();
  await expect(form.getByLabel("Development branch")).toHaveAccessibleDescription("There is no branch develop.");
  await form.getByLabel("Development branch").fill("");
  await form.getByLabel("Prefix of release branches").fill("rel/");
  await form.getByRole("checkbox", { name: "Hotfix branches" }).uncheck();
  await form.getByRole("button", { name: "Save branching model" }).click();
  await expect(page.getByText("It comes from Platform.")).toBeHidden();
  await expect(form.getByRole("status")).toHaveText("Saved");
  await expect(form.getByRole("button", { name: "Save branching model" })).toBeFocused();
  await page.reload();
  await expect(form.getByLabel("Prefix of release branches")).toHaveValue("rel/");
  await expect(form.getByRole("checkbox", { name: "Hotfix branches" })).not.toBeChecked();
  await form.getByLabel("Prefix of feature branches").fill("typed/");
  await page.getByRole("button", { name: "Use the project’s model" }).press("Enter");
  await expect(page.getByText("It comes from Platform.")).toBeVisible();
  await expect(form.getByLabel("Prefix of release branches")).toHaveValue("release/");
  await expect(form.getByLabel("Prefix of feature branches")).toHaveValue("feature/");
  await expect(form.getByRole("checkbox", { name: "Hotfix branches" })).toBeChecked();
  await expect(form.getByLabel("Development branch")).toBeFocused();
});

test("who doesn’t administer a repository is told whom to ask", async ({ page, login }) => {
  const workspace = await makeWorkspace({ admin: await makeUser() });
  const repository = await makeRepository(await makeProject(workspace));
  const person = await login();
  await makeMember(workspace, person);
  await makePermission(repository, person, "write");
  for (const path of ["branch-restrictions", "branching-model"]) {
    await page.goto(`/${workspace.slug}/${repository.slug}/admin/${path}`);
    await expect(page.getByText(/^Only admins of .* say what may be done to its branches\.$/)).toBeVisible();
  }
});

test("the pages of branches have no barrier, full and empty", async ({ page, login }) => {
  test.slow();
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const [empty, full] = [await makeRepository(project), await makeRepository(project, { storage: true })];
  const token = await makeAccessToken(full, ["repository:write"], { name: "merge-queue" });
  const caller = await callerOf(admin);
  const names = namesOf(full);
  await updateBranchingModelSettings(caller, { ...names, production: { enabled: true, usesMainBranch: true } });
  const pattern = `release/${"a-long-name-".repeat(12)}*`;
  await createBranchRestriction(caller, { ...names, kind: "push", pattern, exempt: [braced(token.id)] });
  await createBranchRestriction(caller, {
    ...names,
    kind: "require_approvals_to_merge",
    pattern: "main",
    value: 2,
  });
  await createBranchRestriction(caller, { ...names, kind: "force", branchType: "production" });
  const base = `/${workspace.slug}/${full.slug}/admin`;
  for (const path of [
    `/${workspace.slug}/${empty.slug}/admin/branch-restrictions`,
    `${base}/branch-restrictions`,
    `${base}/branch-restrictions/1`,
    `${base}/branching-model`,
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
});
