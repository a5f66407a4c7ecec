import {
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { expect, test } from "./fixtures";

const message = "Nothing here, or nothing you may see.";

test("what a person may not see answers as what doesn’t exist", async ({ page, login }) => {
  const workspace = await makeWorkspace({ admin: await makeUser() });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project, { storage: true });
  const own = await makeWorkspace({ admin: await login() });
  const base = `/${workspace.slug}`;
  for (const [hidden, missing] of [
    [base, "/no-such-workspace"],
    [`${base}/workspace/members`, "/no-such-workspace/workspace/members"],
    [`${base}/workspace/settings`, "/no-such-workspace/workspace/settings"],
    [`${base}/workspace/projects/${project.key}`, `/${own.slug}/workspace/projects/NOSUCH`],
    [`${base}/${repository.slug}`, `/${own.slug}/no-such-repository`],
    [`${base}/${repository.slug}/admin`, `/${own.slug}/no-such-repository/admin`],
    [`${base}/${repository.slug}/commits`, `/${own.slug}/no-such-repository/commits`],
  ] as const) {
    const bodies: string[] = [];
    for (const address of [hidden, missing]) {
      expect((await page.goto(address))?.status(), address).toBe(404);
      await expect(page.getByRole("heading", { level: 1, name: message })).toBeVisible();
      bodies.push(await page.locator("body").innerText());
    }
    expect(bodies[0]).toBe(bodies[1]);
  }
});

test("a member without a permission doesn’t see that a repository exists", async ({ page, login }) => {
  const workspace = await makeWorkspace({ admin: await makeUser() });
  const repository = await makeRepository(await makeProject(workspace), { storage: true });
  const member = await login();
  await makeMember(workspace, member);
  await page.goto(`/${workspace.slug}`);
  await expect(page.getByRole("heading", { name: "Nothing for you here yet" })).toBeVisible();
  expect((await page.goto(`/${workspace.slug}/${repository.slug}`))?.status()).toBe(404);
});

test("who may see it but not manage it is told who may", async ({ page, login }) => {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace, { name: "Platform" });
  const repository = await makeRepository(project, { storage: true });
  const reader = await login();
  await makeMember(workspace, reader);
  await makePermission(project, reader, "read");
  const label = `${workspace.slug}/${repository.slug}`;
  for (const [address, rule] of [
    [`/${workspace.slug}/workspace/settings`, `Only admins of ${workspace.slug} manage its settings.`],
    [`/${workspace.slug}/workspace/projects/new`, `Only admins of ${workspace.slug} create projects.`],
    [`/${workspace.slug}/workspace/projects/${project.key}/settings`, "Only admins of Platform manage its settings."],
    [
      `/${workspace.slug}/workspace/projects/${project.key}/settings/permissions`,
      "Only admins of Platform manage its permissions.",
    ],
    [`/${label}/admin`, `Only admins of ${label} manage its settings.`],
    [`/${label}/admin/permissions`, `Only admins of ${label} manage its permissions.`],
  ] as const) {
    expect((await page.goto(address))?.status(), address).toBe(200);
    await expect(page.getByText(rule)).toBeVisible();
    await expect(page.getByRole("main")).toContainText(admin.name);
    await expect(page.getByRole("main").getByRole("textbox")).toHaveCount(0);
  }
});

test("whoever isn’t signed in is led to the sign-in page, wherever they go", async ({ page }) => {
  const repository = await makeRepository(await makeProject(await makeWorkspace()), { storage: true });
  for (const address of ["/", `/${repository.workspace.slug}/${repository.slug}`, "/no-such-workspace"]) {
    await page.goto(address);
    await expect(page).toHaveURL(/\/sign-in/);
  }
});
