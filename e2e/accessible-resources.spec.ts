import {
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
import { pushFiles } from "./push-files";

test("the pages of resources are accessible and fit", async ({ page, login }) => {
  test.setTimeout(300_000);
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace, { description: "What customers meet." });
  await makeProject(workspace);
  const repository = await makeRepository(project, { storage: true, description: "Orders and invoices." });
  const empty = await makeRepository(project, { storage: true });
  const member = await makeUser();
  await makeMember(workspace, member);
  await makePermission(repository, member, "write");
  await makeAccessToken(repository, ["repository"]);
  await pushFiles(
    repository,
    {
      "README.md":
        "# Read\n\n- [x] done\n\n|a|b|\n|-|-|\n|1|2|\n\n```ts\nconst a = 1; // one\n```\n\n![logo](logo.svg)\n",
      "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
      "src/a.ts": "/** Says. */\nexport const a: string = `x` + 1;\n",
    },
    { author: admin, tag: "v1" },
  );

  const base = `/${workspace.slug}`;
  const ofProject = `${base}/workspace/projects/${project.key}`;
  const ofRepository = `${base}/${repository.slug}`;
  for (const address of [
    "/",
    "/workspaces/new",
    base,
    `${base}/new`,
    `${base}/workspace/members`,
    `${base}/workspace/settings`,
    `${base}/workspace/projects/new`,
    ofProject,
    `${ofProject}/settings`,
    `${ofProject}/settings/permissions`,
    ofRepository,
    `${ofRepository}/src/main/src`,
    `${ofRepository}/src/main/src/a.ts`,
    `${ofRepository}/src/main/README.md`,
    `${ofRepository}/src/main/logo.svg`,
    `${ofRepository}/commits`,
    `${ofRepository}/branches`,
    `${ofRepository}/tags`,
    `${ofRepository}/admin`,
    `${ofRepository}/admin/permissions`,
    `${base}/${empty.slug}`,
    "/no-such-workspace",
  ]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expectAccessible(page);
  }
  await page.goto(`${ofRepository}/admin`);
  await page.getByRole("button", { name: "Delete repository…" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
});
