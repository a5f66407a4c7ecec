import { runInRepository } from "@/lib/git/storage";
import {
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { pushFiles } from "./push-files";

async function comparable(admin: Awaited<ReturnType<typeof makeUser>>) {
  const repository = await makeRepository(await makeProject(await makeWorkspace({ admin })), { storage: true });
  await pushFiles(repository, { "README.md": "# Orders\n" }, { message: "Begin" });
  await runInRepository(repository.id, ["branch", "fix/orders", "main"]);
  await pushFiles(repository, { "fix.ts": "const fixed = true;\n" }, { branch: "fix/orders", message: "Fix orders" });
  return { repository, home: `/${repository.workspace.slug}/${repository.slug}` };
}

test("what a branch brings is compared, from the list of branches, by menus and by address", async ({
  page,
  login,
}) => {
  test.slow();
  const { home } = await comparable(await login());
  await page.goto(`${home}/branches`);
  await page.getByRole("link", { name: "Compare fix/orders with main" }).click();
  await expect(page).toHaveURL(`${home}/branches/compare/fix/orders..main`);
  await expect(page.getByRole("link", { name: "Fix orders" })).toBeVisible();
  await expect(page.getByRole("region", { name: "fix.ts", exact: true })).toContainText("const fixed = true;");
  await expect(page.getByRole("link", { name: "Create pull request" })).toHaveAttribute(
    "href",
    `${home}/pull-requests/new?source=fix%2Forders&dest=main`,
  );

  await page.getByRole("group", { name: "Source" }).getByRole("button").click();
  await page.getByRole("dialog", { name: "Choose a branch or tag" }).getByRole("link", { name: "main" }).click();
  await expect(page.getByText("Nothing to compare: main has all that main has.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Create pull request" })).toBeHidden();

  // As the addresses of Bitbucket have it.
  await page.goto(`${home}/branches/compare/fix/orders%0Dmain`);
  await expect(page.getByRole("region", { name: "fix.ts", exact: true })).toBeVisible();
  await page.goto(`${home}/branches/compare`);
  await expect(page.getByRole("group", { name: "Destination" })).toContainText("main");
  expect((await page.goto(`${home}/branches/compare/unknown..main`))?.status()).toBe(404);
});

test("the published links of branches and tags lead to their commits", async ({ page, login }) => {
  const { repository, home } = await comparable(await login());
  await pushFiles(repository, { "b.txt": "b\n" }, { message: "Release", tag: "v1/final" });
  await page.goto(`${home}/branch/fix/orders`);
  await expect(page.getByRole("link", { name: "Fix orders" })).toBeVisible();
  await page.goto(`${home}/commits/tag/v1/final`);
  await expect(page.getByRole("link", { name: "Release" })).toBeVisible();
});

test("who may only read compares, and is offered no pull request", async ({ page, login }) => {
  const { repository, home } = await comparable(await makeUser());
  const reader = await login();
  await makeMember(repository.workspace, reader);
  await makePermission(repository, reader, "read");
  await page.goto(`${home}/branches/compare/fix/orders..main`);
  await expect(page.getByRole("region", { name: "fix.ts", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Create pull request" })).toBeHidden();
});

test("the page that compares has no barrier, full and empty", async ({ page, login }) => {
  test.slow();
  const { home } = await comparable(await login());
  for (const spec of ["fix/orders..main", "main..fix/orders"]) {
    await page.goto(`${home}/branches/compare/${spec}`);
    await expect(page.getByRole("heading", { level: 1, name: "Compare" })).toBeVisible();
    await expectAccessible(page);
  }
});
