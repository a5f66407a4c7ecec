import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import type { ResourceKind } from "@/lib/authorization/scopes";
import { makeProject, makeRepository, makeUser, makeWorkspace } from "@/test-support/factories";
import { expect, test } from "./fixtures";
import { noteSecretsIn } from "./noted-secrets";
import { pushFiles } from "./push-files";
import { shell } from "./shell";

test.describe.configure({ timeout: 180_000 });

const prefixes: Record<ResourceKind, string> = { repository: "lkr_", project: "lkp_", workspace: "lkw_" };

for (const kind of ["repository", "project", "workspace"] as const) {
  test(`a ${kind} token: issued in the browser, used with git and curl, revoked, refused`, async ({ page }) => {
    const admin = await makeUser();
    const workspace = await makeWorkspace({ admin });
    const project = await makeProject(workspace);
    const repository = await makeRepository(project, { storage: true });
    await pushFiles(repository, { "README.md": "# Orders\n" });
    const list = {
      repository: `/${workspace.slug}/${repository.slug}/admin/access-tokens`,
      project: `/${workspace.slug}/workspace/projects/${project.key}/settings/access-tokens`,
      workspace: `/${workspace.slug}/workspace/settings/access-tokens`,
    }[kind];

    await page.goto(list);
    await page.getByLabel("E-mail address").fill(admin.email);
    await page.getByLabel("Password").fill(admin.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: "Create access token" }).click();
    await page.getByLabel("Name").fill("ci-deploy");
    await page
      .getByRole("group", { name: "Repositories" })
      .getByRole("checkbox", { name: /^Write/ })
      .check();
    await page.getByRole("button", { name: "Create access token" }).click();

    await copy(page, "Copy secret");
    const secret = await clipboard(page);
    noteSecretsIn(secret);
    expect(secret).toMatch(new RegExp(`^${prefixes[kind]}[0-9A-Za-z]{46}$`));
    const clone = await copied(page, "Clone", "Copy git clone command");
    const curl = await copied(page, "Call the API", "Copy curl command");
    await copy(page, "Copy git config command");
    const configure = await clipboard(page);
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("row", { name: /ci-deploy/ })).toContainText("Active, never expires");

    const folder = mkdtempSync(path.join(tmpdir(), "latchkey-journey-"));
    const work = path.join(folder, repository.slug);
    try {
      expect(await shell(clone, folder)).toMatchObject({ code: 0 });
      expect(await shell(configure, work)).toMatchObject({ code: 0 });
      writeFileSync(path.join(work, "price.txt"), "12\n");
      // The address that the modal gave, not the environment's.
      const commit = "unset GIT_AUTHOR_EMAIL GIT_COMMITTER_EMAIL; git add . && git commit --quiet -m 'Set the price'";
      expect(await shell(commit, work)).toMatchObject({ code: 0 });
      expect(await shell("git push origin HEAD", work)).toMatchObject({ code: 0 });
      const head = (await shell("git rev-parse HEAD", work)).output.trim();

      const answer = JSON.parse((await shell(`${curl} --silent`, folder)).output) as { full_name: string };
      expect(answer.full_name).toBe(`${workspace.slug}/${repository.slug}`);
      const api = `${new URL(page.url()).origin}/2.0/repositories/${workspace.slug}/${repository.slug}`;
      const authorized = `curl --silent -H 'Authorization: Bearer ${secret}' ${api}`;
      const pushed = JSON.parse((await shell(`${authorized}/commit/${head}`, folder)).output) as Commit;
      expect(pushed.author.user).toMatchObject({ type: "app_user", display_name: "ci-deploy" });

      await page.getByRole("button", { name: "Actions for ci-deploy" }).click();
      await page.getByRole("menuitem", { name: "Revoke…" }).click();
      await page.getByRole("button", { name: "Revoke token" }).click();
      await expect(page.getByText("ci-deploy revoked").first()).toBeVisible();

      const refused = await shell(`${authorized} --write-out ' %{http_code}'`, folder);
      expect(refused.output).toContain("Token is invalid, expired, or not supported for this endpoint.");
      expect(refused.output).toMatch(/ 401$/);
      for (const line of ["git fetch", "git push origin HEAD:refs/heads/late", clone.replace(/$/, " again")]) {
        const { code, output } = await shell(line, work);
        expect(code, output).not.toBe(0);
        expect(output).toContain("Authentication failed");
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }

    await page.getByRole("link", { name: "Inactive 1" }).click();
    await expect(page.getByRole("row", { name: /ci-deploy/ })).toContainText(`by ${admin.name}`);
    expect(await page.content()).not.toContain(secret);
    await page.goto(`/${workspace.slug}/${repository.slug}/commits`);
    await expect(page.getByText("ci-deploy (access token)")).toBeVisible();
  });
}

type Commit = { author: { user: unknown } };

async function copied(page: Page, tab: string, button: string): Promise<string> {
  await page.getByRole("tab", { name: tab }).click();
  await copy(page, button);
  return clipboard(page);
}

async function copy(page: Page, button: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
}

function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}
