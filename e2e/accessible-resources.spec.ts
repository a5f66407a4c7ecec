import AxeBuilder from "@axe-core/playwright";
import {
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { expect, test } from "./fixtures";
import { pushFiles } from "./push-files";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 360]) {
    test(`the pages of resources are accessible and fit, ${colorScheme}, ${width} wide`, async ({ page, login }) => {
      test.setTimeout(300_000);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
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
        const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
        expect(violations.map(({ id, nodes }) => `${address}: ${id} ${nodes[0]?.html}`)).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
          address,
        ).toBeLessThanOrEqual(0);
      }
      await page.goto(`${ofRepository}/admin`);
      await page.getByRole("button", { name: "Delete repository…" }).click();
      await expect(page.getByRole("alertdialog")).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
    });
  }
}
