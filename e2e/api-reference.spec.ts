import type { Page } from "@playwright/test";
import { makeProject, makeRepository, makeWorkspace } from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

const list = "/api/reference#repositories.list";

/** The viewer is large; a busy machine takes its time over it. */
async function viewerIsThere(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: /^try$/i })).toBeVisible({ timeout: 45_000 });
}

/** Sends what is shown, and waits for the answer. */
async function trial(page: Page): Promise<number> {
  const answer = page.waitForResponse((response) => response.url().includes("/2.0/repositories/"));
  await page.getByRole("button", { name: /^try$/i }).click();
  return (await answer).status();
}

test("someone finds an operation, tries it with a token, and reads the answer", async ({
  page,
  login,
  issuedToken,
}) => {
  test.slow();
  const workspace = await makeWorkspace({ admin: await login() });
  const repository = await makeRepository(await makeProject(workspace), { storage: true });
  const { secret } = await issuedToken(workspace, ["repository"]);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));

  await page.goto("/workspaces/new");
  await page.getByRole("button", { name: /^Account menu/ }).click();
  await page.getByRole("menuitem", { name: "REST API" }).click();
  await page.getByLabel("Find an operation").fill("workspace list repositories");
  await page.getByRole("link", { name: "List repositories of a workspace" }).click();
  await expect(page.getByRole("heading", { name: "List repositories of a workspace" })).toBeFocused();
  await expect(page.getByText("Takes the scope repository.")).toBeVisible();
  await page.getByLabel("Access token").fill(secret);
  await page.getByLabel("workspace", { exact: true }).fill(workspace.slug);
  // Nothing was sent before somebody sends it, and nothing to another host.
  const origin = new URL(page.url()).origin;
  expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith("data:"))).toEqual([]);
  expect(asked.filter((url) => url.includes("/2.0/")).map((url) => new URL(url).pathname)).toEqual([
    "/2.0/openapi.json",
  ]);

  expect(await trial(page)).toBe(200);
  await expect(page.getByText("Response Status: OK:200")).toBeVisible();
  await expect(page.getByText(`"${workspace.slug}/${repository.slug}"`)).toBeVisible();
  // The command that is shown holds a variable in the token's place.
  await page.getByRole("button", { name: /^curl$/i }).click();
  await expect(page.getByText(`Bearer '"$TOKEN"'`)).toBeVisible();

  const { html, kept, address } = await page.evaluate(async () => ({
    html: document.documentElement.outerHTML,
    kept: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, await indexedDB.databases()]),
    address: location.href + JSON.stringify(history.state),
  }));
  expect(html + kept + address).not.toContain(secret);
  // The page's text leaves out what stands in shadow roots; this looks into them.
  await expect(page.getByText(secret)).toHaveCount(0);
  expect(JSON.stringify(await page.context().cookies())).not.toContain(secret);
  expect(asked.join("\n")).not.toContain(secret);
  await page.reload();
  await expect(page.getByLabel("Access token")).toHaveValue("");
  await page.getByLabel("workspace", { exact: true }).fill(workspace.slug);
  expect(await trial(page)).toBe(401);
});

test("all of it works with a keyboard, and the address leads back to an operation", async ({ page, login }) => {
  test.slow();
  const workspace = await makeWorkspace({ admin: await login() });
  await page.goto("/api/reference#repositories.get");
  const repositoryField = page.getByLabel("repo_slug", { exact: true });
  await expect(repositoryField).toBeVisible({ timeout: 45_000 });
  await page.getByLabel("Find an operation").focus();
  await page.keyboard.type("List repositories of");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "List repositories of a workspace" })).toBeFocused();
  // The viewer shows the other operation a moment after its heading is there.
  const workspaceField = page.getByLabel("workspace", { exact: true });
  await expect(repositoryField).toHaveCount(0);
  await expect(workspaceField).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(workspaceField).toBeFocused();
  await page.keyboard.type(workspace.slug);
  const answer = page.waitForResponse((response) => response.url().includes("/2.0/repositories/"));
  await page.getByRole("button", { name: /^try$/i }).press("Enter");
  expect((await answer).status()).toBe(401);
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Get a repository" })).toBeVisible();
});

test("who isn’t signed in is led to the sign-in page", async ({ page }) => {
  await page.goto("/api/reference");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("no other page loads the viewer", async ({ page, login }) => {
  test.slow();
  await login();
  const viewer = /customElements\.define\("rapi-doc"/;
  const scripts: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response.text());
  });
  await page.goto("/account", { waitUntil: "networkidle" });
  const others = await Promise.all(scripts);
  expect(others.length).toBeGreaterThan(0);
  expect(others.filter((script) => viewer.test(script))).toEqual([]);
  await page.goto(list);
  await viewerIsThere(page);
  expect((await Promise.all(scripts)).filter((script) => viewer.test(script))).toHaveLength(1);
});

test("the reference has no barrier: the list, an operation with a body, an answer", async ({ page, login }) => {
  test.slow();
  const workspace = await makeWorkspace({ admin: await login() });
  await page.goto("/api/reference");
  await expect(page.getByLabel("Find an operation")).toBeVisible();
  await expectAccessible(page);
  await page.goto("/api/reference#repositories.createPullRequest");
  await viewerIsThere(page);
  await expectAccessible(page);
  await page.goto(list);
  await page.getByLabel("workspace", { exact: true }).fill(workspace.slug);
  expect(await trial(page)).toBe(401);
  await expect(page.getByText("Response Status")).toBeVisible();
  await expectAccessible(page);
});
