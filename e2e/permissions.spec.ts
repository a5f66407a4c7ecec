import {
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { expect, test } from "./fixtures";

test("an admin gives a permission on a repository, changes and takes it", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  const [person, reader] = [await makeUser(), await makeUser()];
  await makeMember(workspace, person);
  await makeMember(workspace, reader);
  await makePermission(project, reader, "read");
  await page.goto(`/${workspace.slug}/${repository.slug}/admin/permissions`);

  await expect(page.getByRole("row", { name: admin.name })).toContainText("Admin of the workspace");
  await expect(page.getByRole("row", { name: reader.name })).toContainText("Given on the project");
  await expect(page.getByRole("button", { name: `Actions for ${reader.name}` })).toHaveCount(0);

  await page.getByRole("button", { name: "Give permission" }).click();
  await expect(page.getByLabel("Member")).toHaveAccessibleDescription("Choose a member.");
  await page.getByLabel("Member").selectOption({ label: `${person.name} (${person.email})` });
  await page.getByLabel("Permission", { exact: true }).selectOption("write");
  await page.getByRole("button", { name: "Give permission" }).click();
  const row = page.getByRole("row", { name: person.name });
  await expect(row).toContainText("Write");

  const actions = row.getByRole("button", { name: `Actions for ${person.name}` });
  await actions.click();
  await page.getByRole("menuitem", { name: "Change to Admin" }).click();
  await expect(row).toContainText("Admin");
  await actions.click();
  await page.getByRole("menuitem", { name: "Take away" }).click();
  await expect(row).toHaveCount(0);
});

test("who administers a project manages its permissions without being an admin of the workspace", async ({
  page,
  login,
}) => {
  const workspace = await makeWorkspace({ admin: await makeUser() });
  const project = await makeProject(workspace);
  const person = await login();
  const other = await makeUser();
  await makeMember(workspace, person);
  await makeMember(workspace, other);
  await makePermission(project, person, "admin");
  await page.goto(`/${workspace.slug}/workspace/projects/${project.key}/settings/permissions`);
  await page.getByLabel("Member").selectOption({ label: `${other.name} (${other.email})` });
  await page.getByRole("button", { name: "Give permission" }).click();
  await expect(page.getByRole("row", { name: other.name })).toContainText("Read");
});
