import {
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { authorEmailOf } from "./author-email";
import { expect, test } from "./fixtures";
import { pushFiles } from "./push-files";

async function repositoryOf(admin: Parameters<typeof makeMember>[1]) {
  const workspace = await makeWorkspace({ admin });
  return makeRepository(await makeProject(workspace), { storage: true, description: "Orders and invoices." });
}

test("a repository shows its files, README, clone address and who made the last commits", async ({ page, login }) => {
  const admin = await login();
  const repository = await repositoryOf(admin);
  const token = await makeAccessToken(repository, ["repository:write"], { name: "renovate" });
  const home = `/${repository.workspace.slug}/${repository.slug}`;
  await pushFiles(
    repository,
    { "README.md": "# Orders\n\nSee [the guide](docs/guide.md).", "src/a.ts": "const a = 1;\n" },
    { author: admin, message: "Begin" },
  );
  await pushFiles(
    repository,
    { "docs/guide.md": "# Guide\n" },
    { author: { name: "x", email: authorEmailOf(token) }, message: "Raise it", tag: "v1" },
  );
  await page.goto(home);

  await expect(page.getByRole("heading", { level: 2, name: "Orders" })).toBeVisible();
  await expect(page.getByText(`${home}.git`)).toBeVisible();
  await expect(page.getByRole("link", { name: "2 commits" })).toBeVisible();
  await expect(page.getByRole("link", { name: "1 branch" })).toBeVisible();
  await expect(page.getByRole("link", { name: "1 tag" })).toBeVisible();
  const recent = page.getByRole("region", { name: "Recent commits" });
  await expect(recent.getByRole("listitem").first()).toContainText("renovate");
  await expect(recent.getByRole("listitem").last()).toContainText(admin.name);

  await page.getByRole("link", { name: "the guide" }).click();
  await expect(page).toHaveURL(`${home}/src/main/docs/guide.md`);
  await page.goto(`${home}/commits`);
  await expect(page.getByText("renovate (access token)")).toBeVisible();
  await page.goto(`${home}/branches`);
  await expect(page.getByRole("row", { name: /main/ })).toContainText("Main branch");
  await page.goto(`${home}/tags`);
  await page.getByRole("link", { name: "v1" }).click();
  await expect(page.getByRole("button", { name: /Tag v1/ })).toBeVisible();
});

test("a branch with slashes is chosen from the menu, down to a coloured file with linked lines", async ({
  page,
  login,
}) => {
  const repository = await repositoryOf(await login());
  const home = `/${repository.workspace.slug}/${repository.slug}`;
  await pushFiles(repository, { "README.md": "# Here\n" });
  await pushFiles(
    repository,
    { "src/50% off? #1.ts": "// one\nexport const two = 2;\n" },
    { branch: "feature/new-prices" },
  );
  await page.goto(home);
  await page.getByRole("button", { name: /Branch main/ }).click();
  await page.getByRole("searchbox", { name: "Find a branch or tag" }).fill("prices");
  await page.getByRole("link", { name: "feature/new-prices" }).click();
  await expect(page).toHaveURL(`${home}/src/feature/new-prices`);
  await page.getByRole("link", { name: "Folder src" }).click();
  await page.getByRole("link", { name: "File 50% off? #1.ts" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "50% off? #1.ts" })).toBeVisible();
  await expect(page.locator(".hljs-keyword", { hasText: "export" })).toBeVisible();
  await page.getByRole("link", { name: "2", exact: true }).click();
  await expect(page).toHaveURL(/#L2$/);
  const raw = await page.request.get((await page.getByRole("link", { name: "Raw" }).getAttribute("href")) ?? "");
  expect(await raw.text()).toBe("// one\nexport const two = 2;\n");
  expect(raw.headers()["content-type"]).toBe("text/plain; charset=utf-8");
});

test("all files of the commit that is shown are downloaded in one", async ({ page, login, browser }) => {
  const repository = await repositoryOf(await login());
  const home = `/${repository.workspace.slug}/${repository.slug}`;
  await pushFiles(repository, { "README.md": "# Here\n" });
  await page.goto(home);
  await page.getByRole("button", { name: "Download" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "tar.gz" })).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "zip" }).press("Enter");
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(
    new RegExp(`^${repository.workspace.slug}-${repository.slug}-[0-9a-f]{12}\\.zip$`),
  );
  expect(await download.failure()).toBeNull();

  const address = `${home}/get/main.zip`;
  const got = await page.request.get(address, { headers: { accept: "text/html" } });
  expect(got.headers()["content-type"]).toBe("application/zip");
  const known = await page.request.get(address, { headers: { "if-none-match": got.headers().etag ?? "" } });
  expect(known.status()).toBe(304);
  for (const name of ["nothing.zip", "main.rar", "main"]) {
    expect((await page.request.get(`${home}/get/${name}`)).status(), name).toBe(404);
  }
  const stranger = await browser.newContext();
  const asked = await stranger.request.get(address, { headers: { accept: "text/html" }, maxRedirects: 0 });
  expect(asked.status()).toBe(307);
  expect(asked.headers().location).toContain(`/sign-in?next=${encodeURIComponent(address)}`);
  expect((await stranger.request.get(address)).status()).toBe(401);
  await stranger.close();
});

test("nothing in a README runs, and nothing is loaded from elsewhere", async ({ page, login }) => {
  const repository = await repositoryOf(await login());
  await pushFiles(repository, {
    "README.md": [
      "# Attack",
      "<script>document.title = 'run'</script>",
      "<img src=x onerror=\"document.title = 'run'\">",
      "<svg onload=\"document.title = 'run'\"></svg>",
      "[a link](javascript:document.title='run')",
      "<a href=\"javascript:document.title='run'\">another</a>",
      "<iframe srcdoc=\"<script>parent.document.title = 'run'</script>\"></iframe>",
      "![pixel](https://elsewhere.example/pixel.png)",
      '<form action="https://elsewhere.example"><input name=password></form>',
      "<style>body { display: none }</style>",
      "The end.",
    ].join("\n\n"),
  });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const home = `/${repository.workspace.slug}/${repository.slug}`;
  await page.goto(home);
  const readme = page.getByRole("region", { name: "README.md" });
  await expect(readme.getByText("The end.")).toBeVisible();
  for (const name of ["a link", "another"]) {
    const link = readme.getByText(name, { exact: true });
    await link.click();
    expect((await link.getAttribute("href")) ?? "").not.toContain("javascript");
  }
  await expect(readme.locator(".markdown :is(script, iframe, form, style, svg)")).toHaveCount(0);
  expect(await page.title()).not.toBe("run");
  expect(asked.filter((url) => url.includes("elsewhere.example"))).toEqual([]);
});

test("a raw file can’t act as a page of this site", async ({ page, login }) => {
  const admin = await login();
  const repository = await repositoryOf(admin);
  await pushFiles(repository, {
    "page.html": "<script>alert(1)</script>",
    "picture.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "data.bin": Buffer.from([0, 1, 2]),
  });
  const raw = (file: string) => page.request.get(`/${repository.workspace.slug}/${repository.slug}/raw/main/${file}`);
  for (const [file, type] of [
    ["page.html", "text/plain; charset=utf-8"],
    ["picture.svg", "image/svg+xml"],
    ["data.bin", "application/octet-stream"],
  ] as const) {
    const headers = (await raw(file)).headers();
    expect(headers["content-type"]).toBe(type);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-security-policy"]).toContain("sandbox");
    expect(headers["content-security-policy"]).not.toContain("script-src 'self'");
  }
  expect((await raw("missing")).status()).toBe(404);
});

test("files that can’t be shown say so", async ({ page, login }) => {
  const repository = await repositoryOf(await login());
  await pushFiles(repository, {
    "data.bin": Buffer.from([0, 1, 2]),
    "large.txt": "a line\n".repeat(200_000),
    "empty.txt": "",
  });
  const file = (name: string) => page.goto(`/${repository.workspace.slug}/${repository.slug}/src/main/${name}`);
  await file("data.bin");
  await expect(page.getByText("A binary file")).toBeVisible();
  await file("large.txt");
  await expect(page.getByText("Too large to be shown here.")).toBeVisible();
  await file("empty.txt");
  await expect(page.getByText("An empty file.")).toBeVisible();
});

test("an empty repository leads an admin to a token, and a reader to an admin", async ({ page, login }) => {
  const admin = await login();
  const repository = await repositoryOf(admin);
  const home = `/${repository.workspace.slug}/${repository.slug}`;
  await page.goto(home);
  await expect(page.getByRole("heading", { name: "Nothing has been pushed yet" })).toBeVisible();
  await expect(page.getByText(`${home}.git`).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Create access token" })).toHaveAttribute(
    "href",
    `${home}/admin/access-tokens/create`,
  );

  const reader = await makeUser();
  await makeMember(repository.workspace, reader);
  await makePermission(repository, reader, "read");
  await login(reader);
  await page.goto(home);
  await expect(page.getByText("an admin creates one")).toBeVisible();
  await expect(page.getByRole("link", { name: "Create access token" })).toHaveCount(0);
});
