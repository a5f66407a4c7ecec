import type { Locator } from "@playwright/test";
import { createCommitComment } from "@/lib/commit-comments/write";
import { setCommitStatus } from "@/lib/commit-statuses/set";
import { resolveCommit } from "@/lib/git/resolve";
import { runInRepository } from "@/lib/git/storage";
import type { Repository } from "@/lib/repositories/find";
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
  type TestUser,
} from "@/test-support/factories";
import { authorEmailOf } from "./author-email";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { pushFiles } from "./push-files";

async function repositoryOf(admin: TestUser): Promise<Repository> {
  return makeRepository(await makeProject(await makeWorkspace({ admin })), { storage: true });
}

/** Two commits; the second changes files in all the ways there are. */
async function pushOddChanges(repository: Repository, email = "ada@elsewhere.example"): Promise<string> {
  const file = (path: string, content: string | Buffer, mode = "100644") => [
    `M ${mode} inline ${path}\ndata ${Buffer.byteLength(content)}\n`,
    content,
    "\n",
  ];
  const lines = (count: number) =>
    Array.from({ length: count }, (_, line) => `const line${line} = ${line};\n`).join("");
  const message = "Change all kinds\n\nEach file in a way of its own.";
  const parts = [
    `commit refs/heads/main\nauthor Ada <ada@elsewhere.example> 1790000000 +0000\n`,
    `committer Ada <ada@elsewhere.example> 1790000000 +0000\ndata 5\nBegin\n`,
    ...file("app.ts", lines(40)),
    ...file("old-name.ts", lines(9)),
    ...file("script.sh", "echo hello\n"),
    ...file("crlf.txt", "one\r\ntwo\r\n"),
    ...file("turned.txt", "one\ntwo\n"),
    ...file("latin1.txt", Buffer.from("caf\xe9\n", "latin1")),
    ...file("data.bin", Buffer.from([0, 1, 2])),
    ...file("unended.txt", "no newline"),
    ...file("gone.txt", "gone\n"),
    `commit refs/heads/main\nauthor Bot <${email}> 1790000060 +0000\n`,
    `committer Bot <${email}> 1790000060 +0000\ndata ${message.length}\n${message}\n`,
    ...file("app.ts", lines(40).replace("const line3 = 3;", 'const greeting = "hello";')),
    "R old-name.ts new-name.ts\n",
    ...file("script.sh", "echo hello\n", "100755"),
    ...file("crlf.txt", "one\r\n2\r\n"),
    ...file("turned.txt", "one\r\ntwo\r\n"),
    ...file("latin1.txt", Buffer.from("caf\xe9 cr\xe8me\n", "latin1")),
    ...file("data.bin", Buffer.from([0, 1, 2, 3])),
    ...file("unended.txt", "no newline still"),
    "D gone.txt\n",
    ...file("empty.txt", ""),
    ...file("long.txt", `${"a long line ".repeat(60)}\n`),
    ...file("link", "app.ts", "120000"),
    `M 160000 ${"a".repeat(40)} vendored\n`,
    ...file("ein Täg.txt", "a name with a space\n"),
  ];
  const input = Buffer.concat(parts.map((part) => Buffer.from(part)));
  await runInRepository(repository.id, ["fast-import", "--quiet"], { input });
  return (await resolveCommit(repository.id, "main")) ?? "";
}

test("a commit shows who made it, and each file in what became of it", async ({ page, login }) => {
  test.slow();
  const admin = await login();
  const repository = await repositoryOf(admin);
  const token = await makeAccessToken(repository, ["repository:write"], { name: "renovate" });
  const hash = await pushOddChanges(repository, authorEmailOf(token));
  const home = `/${repository.workspace.slug}/${repository.slug}`;

  await page.goto(`${home}/commits`);
  await page.getByRole("link", { name: "Change all kinds" }).click();
  await expect(page).toHaveURL(`${home}/commits/${hash}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Change all kinds");
  await expect(page.getByText("Each file in a way of its own.")).toBeVisible();
  await expect(page.getByText("renovate (access token)")).toBeVisible();
  await expect(page.getByRole("heading", { name: "14 files changed" })).toBeVisible();

  const file = (name: string) => page.getByRole("region", { name, exact: true });
  await expect(file("app.ts").getByRole("row", { name: /removed line 4 const line3 = 3;$/ })).toBeVisible();
  await expect(file("app.ts").getByRole("row", { name: /added line 4 const greeting = "hello";$/ })).toBeVisible();
  await expect(file("old-name.ts renamed to new-name.ts")).toContainText("Its content is the same.");
  await expect(file("script.sh")).toContainText("Made executable");
  await expect(file("crlf.txt")).toContainText("Lines end in CRLF");
  await expect(file("turned.txt")).toContainText("one␍");
  await expect(file("latin1.txt")).toContainText("café crème");
  await expect(file("data.bin")).toContainText("A binary file");
  await expect(file("unended.txt")).toContainText("The last line has no newline at its end.");
  await expect(file("gone.txt")).toContainText("Removed");
  await expect(file("empty.txt")).toContainText("An empty file.");
  await expect(file("link")).toContainText("Symbolic link");
  await expect(file("vendored")).toContainText("Submodule");
  await expect(file("ein Täg.txt")).toContainText("a name with a space");

  await page.getByRole("link", { name: "Side by side" }).click();
  await expect(page).toHaveURL(`${home}/commits/${hash}?view=split`);
  await expect(
    file("app.ts").getByRole("row", { name: /removed line 4 const line3 = 3; Comment on added line 4/ }),
  ).toBeVisible();

  const raw = await page.request.get(`${home}/diff/${hash}?path=script.sh`);
  expect(raw.headers()["content-type"]).toBe("text/plain; charset=utf-8");
  expect(await raw.text()).toContain("new mode 100755");
  expect(raw.headers()["content-security-policy"]).toContain("sandbox");
  expect(raw.headers()["content-security-policy"]).not.toContain("script-src 'self'");
  await page.getByRole("link", { name: "Browse files" }).click();
  await expect(page).toHaveURL(`${home}/src/${hash}`);
});

test("the first commit adds everything, and a merge is compared with the parent that was chosen", async ({
  page,
  login,
}) => {
  const repository = await repositoryOf(await login());
  await pushFiles(repository, { "base.txt": "base\n" }, { message: "Base" });
  const base = await resolveCommit(repository.id, "main");
  const input = [
    "reset refs/heads/topic\nfrom refs/heads/main^0\n",
    "commit refs/heads/topic\ncommitter Ada <a@b.example> 1790001000 +0000\ndata 5\nTopic\n",
    "M 100644 inline topic.txt\ndata 6\ntopic\n\n",
    "commit refs/heads/main\ncommitter Ada <a@b.example> 1790001001 +0000\ndata 4\nMain\nfrom refs/heads/main^0\n",
    "M 100644 inline main.txt\ndata 5\nmain\n\n",
    "commit refs/heads/main\ncommitter Ada <a@b.example> 1790001002 +0000\ndata 5\nMerge\n",
    "merge refs/heads/topic\nM 100644 inline topic.txt\ndata 6\ntopic\n\n",
  ].join("");
  await runInRepository(repository.id, ["fast-import", "--quiet"], { input });
  const home = `/${repository.workspace.slug}/${repository.slug}`;

  await page.goto(`${home}/commits/${base}`);
  await expect(page.getByText("None: this is where the history begins")).toBeVisible();
  await expect(page.getByRole("region", { name: "base.txt", exact: true })).toContainText("Added");

  await page.goto(`${home}/commits/${await resolveCommit(repository.id, "main")}`);
  await expect(page.getByRole("region", { name: "topic.txt", exact: true })).toBeVisible();
  await page.getByRole("link", { name: /Against parent 2/ }).click();
  await expect(page.getByRole("region", { name: "main.txt", exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "topic.txt", exact: true })).toBeHidden();
});

test("a commit is commented on, on a line of it too, approved, and shows its builds", async ({ page, login }) => {
  test.slow();
  const admin = await login();
  const repository = await repositoryOf(admin);
  const hash = await pushOddChanges(repository);
  await setCommitStatus(await callerOf(admin), {
    ...namesOf(repository),
    commit: hash,
    key: "ci",
    name: "Build 12",
    state: "FAILED",
    url: "https://ci.example/12",
    description: "2 tests failed",
  });
  await page.goto(`/${repository.workspace.slug}/${repository.slug}/commits/${hash}`);
  const builds = page.getByRole("region", { name: "Builds" });
  await expect(builds.getByRole("listitem")).toContainText("Failed · ");
  await expect(builds.getByRole("listitem")).toContainText("2 tests failed");
  await expect(builds.getByRole("link", { name: "Build 12" })).toHaveAttribute("href", "https://ci.example/12");

  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("button", { name: "Approved" })).toHaveAttribute("aria-pressed", "true");

  const lines = page.getByRole("region", { name: "app.ts", exact: true });
  await lines.getByRole("button", { name: "Comment on line 1", exact: true }).focus();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowDown");
  await expect(lines.getByRole("button", { name: "Comment on added line 4" })).toBeFocused();
  await page.keyboard.press("Enter");
  const onLine = lines.getByRole("form", { name: "Comment on line 4" });
  await expect(onLine.getByRole("textbox")).toBeFocused();
  await onLine.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(onLine.getByRole("textbox")).toHaveAccessibleDescription("Write something.");
  await onLine.getByRole("textbox").fill("Say **good morning** instead.");
  await onLine.getByRole("button", { name: "Comment", exact: true }).click();
  const written = lines.getByRole("article", { name: `Comment of ${admin.name}` });
  await expect(written.getByText("good morning")).toBeVisible();
  await expect(onLine).toBeHidden();

  await lines.getByRole("button", { name: `Reply to ${admin.name}` }).click();
  await lines.getByRole("textbox", { name: `Reply to ${admin.name}` }).fill("Or good evening.");
  await lines.getByRole("button", { name: "Reply", exact: true }).click();
  await expect(lines.getByText("Or good evening.")).toBeVisible();
  await written
    .last()
    .getByRole("button", { name: /^Actions for the comment/ })
    .click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await written.last().getByRole("textbox", { name: "Your comment" }).fill("Or good night.");
  await written.last().getByRole("button", { name: "Save" }).click();
  await expect(written.last()).toContainText("edited");
  await expect(written.last()).toContainText("Or good night.");
  const remove = async (comment: Locator) => {
    await comment.getByRole("button", { name: /^Actions for the comment/ }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete comment" }).click();
    await expect(comment).toHaveCount(0);
  };
  await remove(written.filter({ hasText: "Or good night." }));
  await expect(lines.getByRole("button", { name: `Reply to ${admin.name}` })).toBeFocused();
  await remove(written);
  await expect(lines.getByRole("button", { name: "Comment on added line 4" })).toBeFocused();

  const comments = page.getByRole("region", { name: "Comments" });
  await comments.getByRole("textbox").fill("Nicely done.");
  await comments.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(comments.getByText("Nicely done.")).toBeVisible();
  await remove(comments.getByRole("article"));
  await expect(comments.getByText("Nicely done.")).toBeHidden();
  await expect(comments.getByRole("textbox")).toBeFocused();
});

test("who may only read comments, and neither approves nor deletes what others say", async ({ page, login }) => {
  const admin = await makeUser();
  const repository = await repositoryOf(admin);
  const reader = await login();
  await makeMember(repository.workspace, reader);
  await makePermission(repository, reader, "read");
  const hash = await pushOddChanges(repository);
  await createCommitComment(await callerOf(admin), { ...namesOf(repository), commit: hash, content: "Nicely done." });
  await page.goto(`/${repository.workspace.slug}/${repository.slug}/commits/${hash}`);
  const comments = page.getByRole("region", { name: "Comments" });
  await comments.getByRole("form", { name: "Comment on this commit" }).getByRole("textbox").fill("Thanks.");
  await comments.getByRole("button", { name: "Comment", exact: true }).click();
  // One's own can be deleted, what another said can't.
  const said = comments.getByRole("article", { name: `Comment of ${admin.name}` });
  await expect(said.getByText("Nicely done.")).toBeVisible();
  const own = comments.getByRole("article", { name: `Comment of ${reader.name}` });
  await said.getByRole("button", { name: /^Actions for the comment/ }).click();
  await expect(page.getByRole("menuitem", { name: "Link to it" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Delete…" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await own.getByRole("button", { name: /^Actions for the comment/ }).click();
  await expect(page.getByRole("menuitem", { name: "Delete…" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Approve" })).toBeHidden();
});

test("a change of many lines or files is shown in part, and each of them by itself", async ({ page, login }) => {
  test.slow();
  const repository = await repositoryOf(await login());
  const home = `/${repository.workspace.slug}/${repository.slug}`;
  const lines = Array.from({ length: 2_000 }, (_, line) => `line ${line}\n`).join("");
  await pushFiles(repository, { "long.txt": lines, "short.txt": "short\n" });
  await page.goto(`${home}/commits/${await resolveCommit(repository.id, "main")}`);
  await expect(page.getByRole("region", { name: "short.txt", exact: true }).getByRole("row")).toHaveCount(3);
  const long = page.getByRole("region", { name: "long.txt", exact: true });
  await expect(long).toContainText("Too large to show here.");
  await long.getByRole("link", { name: "Show this file alone" }).click();
  await expect(long.getByRole("row")).toHaveCount(2_002);
  await page.getByRole("link", { name: "All files" }).click();
  await expect(page.getByRole("region", { name: "short.txt", exact: true })).toBeVisible();

  const many = Object.fromEntries(Array.from({ length: 450 }, (_, file) => [`many/${file}.txt`, "content\n"]));
  await pushFiles(repository, many);
  await page.goto(`${home}/commits/${await resolveCommit(repository.id, "main")}`);
  await expect(page.getByRole("heading", { name: "450 files changed" })).toBeVisible();
  await expect(page.getByText("50 more files differ.")).toBeVisible();
});

test("the page of a commit has no barrier", async ({ page, login }) => {
  test.slow();
  const repository = await repositoryOf(await login());
  const hash = await pushOddChanges(repository);
  const path = `/${repository.workspace.slug}/${repository.slug}/commits/${hash}`;
  await page.goto(path);
  await page.getByRole("button", { name: "Comment on added line 4" }).click();
  await expect(page.getByRole("form", { name: "Comment on line 4" })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${path}?view=split`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
});
