import type { Caller } from "@/lib/authorization/principal";
import { createBranchRestriction } from "@/lib/branch-restrictions/administer";
import { addDefaultReviewer } from "@/lib/default-reviewers/of-repository";
import type { Result } from "@/lib/errors";
import { refTarget } from "@/lib/git/ref-targets";
import { runInRepository } from "@/lib/git/storage";
import { braced } from "@/lib/ids";
import { createPullRequestComment } from "@/lib/pull-requests/comments";
import { createPullRequest } from "@/lib/pull-requests/create";
import { mergePullRequest } from "@/lib/pull-requests/merge";
import { requestChanges } from "@/lib/pull-requests/review";
import { createPullRequestTask } from "@/lib/pull-requests/tasks";
import { updatePullRequest } from "@/lib/pull-requests/update";
import type { Repository } from "@/lib/repositories/find";
import { createFork } from "@/lib/repositories/fork";
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
import { gitClient } from "@/test-support/git";
import { writeFiles } from "@/test-support/write-files";
import { expectAccessible } from "./axe";
import { test as base, expect } from "./fixtures";
import { pushFiles } from "./push-files";

const prices = Array.from({ length: 12 }, (_, at) => `price${at} = ${at}\n`).join("");
const raised = prices.replace("= 3", "= 33");

type Fixtures = {
  /** Signed in on the page, and an admin of the workspace. */
  admin: TestUser;
  /** Its main branch holds prices. */
  repository: Repository;
  /** The admin, for what is done without the page. */
  caller: Caller;
  /** The number of an open pull request of the branch `topic`, with another price. */
  number: number;
};

const test = base.extend<Fixtures>({
  admin: async ({ login }, use) => use(await login()),
  repository: async ({ admin }, use) => {
    const workspace = await makeWorkspace({ admin });
    const repository = await makeRepository(await makeProject(workspace), { storage: true });
    await pushFiles(repository, { "prices.txt": prices });
    await use(repository);
  },
  // A caller holds what the person may at that moment: the repository comes first.
  caller: async ({ admin, repository: _ }, use) => use(await callerOf(admin)),
  number: async ({ caller, repository }, use) => use(await openOne(caller, repository)),
});

async function openOne(caller: Caller, repository: Repository, more: object = {}): Promise<number> {
  await writeFiles(caller, repository, "topic", { "prices.txt": raised });
  const input = { ...namesOf(repository), title: "Raise the third price", source: "topic", ...more };
  return given(await createPullRequest(caller, input)).pullRequest.number;
}

function given<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function pageOf({ workspace, slug }: Repository, ...rest: (string | number)[]): string {
  return ["", workspace.slug, slug, "pull-requests", ...rest].join("/");
}

test("a token opens a pull request, a person asks for changes, approves what it then pushes, and merges it", async ({
  page,
  admin,
  repository,
  baseURL,
}) => {
  test.slow();
  const token = await makeAccessToken(repository, ["pullrequest:write"], { name: "renovate" });
  const client = await gitClient({ init: false });
  try {
    const remote = new URL(`/${repository.workspace.slug}/${repository.slug}.git`, baseURL);
    await client.git(
      "clone",
      "--quiet",
      Object.assign(remote, { username: "x-token-auth", password: token.secret }).href,
      ".",
    );
    await client.git("checkout", "--quiet", "-b", "raise");
    await client.commit("prices.txt", raised);
    await client.git("push", "--quiet", "origin", "raise");
    const { workspace, slug } = repository;
    const opened = await page.request.post(`/2.0/repositories/${workspace.slug}/${slug}/pullrequests`, {
      headers: { authorization: `Bearer ${token.secret}` },
      data: { title: "Raise the third price", source: { branch: { name: "raise" } } },
    });
    expect(opened.status()).toBe(201);

    await page.goto(`/${workspace.slug}/${slug}`);
    await page.getByRole("navigation", { name: "Repository" }).getByRole("link", { name: "Pull requests 1" }).click();
    await expect(page.getByRole("row", { name: /Raise the third price/ })).toContainText("renovate (access token)");
    await page.getByRole("link", { name: "Raise the third price" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Raise the third price #1");

    await page.getByRole("link", { name: "Diff" }).click();
    await page.getByRole("button", { name: "Comment on added line 4" }).click();
    const form = page.getByRole("form", { name: "Comment on line 4" });
    await expect(form.getByRole("textbox")).toBeFocused();
    await form.getByRole("button", { name: "Comment" }).click();
    await expect(form.getByRole("textbox")).toHaveAccessibleDescription("Write something.");
    await form.getByRole("textbox").fill("Why not **34**?");
    await form.getByRole("textbox").press("Control+Enter");
    const comment = page.getByRole("article", { name: `Comment of ${admin.name}` });
    await expect(comment.getByText("34", { exact: true })).toHaveCSS("font-weight", "600");
    await page.getByRole("button", { name: "Request changes" }).click();
    await expect(page.getByRole("button", { name: "Changes requested" })).toHaveAttribute("aria-pressed", "true");

    await client.commit("prices.txt", prices.replace("= 3", "= 34"));
    await client.git("push", "--quiet", "origin", "raise");
    await page.goto(pageOf(repository, 1));
    await expect(page.getByText(/pushed [0-9a-f]{7} to raise/)).toBeVisible();
    await page.getByRole("button", { name: "Approve" }).click();
    await expect(page.getByRole("button", { name: "Approved" })).toHaveAttribute("aria-pressed", "true");
    await expect(page.getByRole("region", { name: "Reviewers" })).toContainText("Approved");

    await page.getByRole("button", { name: "Merge…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("How").selectOption("Squash");
    await expect(dialog.getByText(/main gets one commit/)).toBeVisible();
    await dialog.getByLabel("Message of the commit").fill("Raise it\n\nAs agreed.");
    await dialog.getByRole("checkbox", { name: "Delete the branch raise after it" }).check();
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await expect(page.getByText("Merged", { exact: true })).toBeVisible();
    await expect(page.getByText("merged this into main")).toBeVisible();
    await expect(page.getByRole("button", { name: "Merge…" })).toHaveCount(0);

    await client.git("fetch", "--quiet", "--prune", "origin");
    expect(await client.git("log", "-1", "--format=%an %s", "origin/main")).toBe(`${admin.name} Raise it\n`);
    expect(await client.git("cat-file", "commit", "origin/main")).toMatch(/\n\nRaise it\n\nAs agreed\.\n*$/);
    expect(await client.git("show", "origin/main:prices.txt")).toContain("= 34");
    expect(await client.git("branch", "--remotes")).not.toContain("raise");
  } finally {
    await client.remove();
  }
});

test("a person opens one by keyboard alone: its text comes from the commits, and what was typed stays", async ({
  page,
  repository,
  caller,
}) => {
  const jonas = await makeUser({ name: "Jonas Weber" });
  await makeMember(repository.workspace, jonas);
  await addDefaultReviewer(caller, { ...namesOf(repository), user: braced(jonas.id) });
  await page.goto(pageOf(repository));
  await expect(page.getByRole("heading", { name: "No pull requests yet" })).toBeVisible();
  await writeFiles(caller, repository, "feature/new-prices", { "new.txt": "1\n" });
  await writeFiles(caller, repository, "feature/new-prices", { "new.txt": "2\n" });

  await page.getByRole("link", { name: "New pull request" }).press("Enter");
  await page.getByRole("button", { name: "Source branch" }).press("Enter");
  await page.keyboard.type("new-prices");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Title")).toHaveValue("New prices");
  await expect(page.getByText("Jonas Weber")).toBeVisible();
  await page.getByLabel("Title").fill("");
  await page.getByLabel("Description").fill("Typed with care.");
  await page.getByRole("button", { name: "Open pull request" }).press("Enter");
  await expect(page.getByLabel("Title")).toHaveAccessibleDescription("Give it a title.");
  await expect(page.getByLabel("Title")).toBeFocused();
  await expect(page.getByLabel("Description")).toHaveValue("Typed with care.");
  await page.getByLabel("Title").fill("Prices of tomorrow");
  await page.getByRole("checkbox", { name: "Draft" }).press("Space");
  await page.getByLabel("Title").press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Prices of tomorrow #1");
  await expect(page.getByText("Typed with care.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Merging" })).toContainText("A draft can’t be merged.");
  await expect(page.getByRole("region", { name: "Reviewers" })).toContainText("Jonas Weber");

  await page.getByRole("button", { name: "More" }).press("Enter");
  await page.getByRole("menuitem", { name: "Mark as ready" }).press("Enter");
  await expect(page.getByRole("region", { name: "Merging" })).toContainText("Nothing is in the way.");
  await page.getByRole("button", { name: "More" }).press("Enter");
  await page.getByRole("menuitem", { name: "Edit…" }).press("Enter");
  await page.getByRole("button", { name: "Don’t ask Jonas Weber" }).press("Enter");
  await page.getByRole("dialog").getByLabel("Title").fill("Prices of today");
  await page.getByRole("dialog").getByLabel("Title").press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Prices of today #1");
  await expect(page.getByRole("region", { name: "Reviewers" })).toContainText("Nobody is asked");
});

test("other branches are chosen, with nothing to merge among them, and what was typed stays", async ({
  page,
  repository,
  caller,
}) => {
  await writeFiles(caller, repository, "topic", { "new.txt": "1\n" });
  await writeFiles(caller, repository, "other", { "other.txt": "1\n" });
  const choose = async (which: "Source branch" | "Destination branch", name: string) => {
    await page.getByRole("button", { name: which }).click();
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("button", { name: `${which} ${name}` })).toBeVisible();
  };
  await page.goto(pageOf(repository, "new"));
  await expect(page.getByLabel("Title")).toBeHidden();
  await choose("Source branch", "topic");
  await page.getByLabel("Title").fill("Typed with care");
  await page.getByLabel("Description").fill("At length.");
  await page.getByRole("checkbox", { name: "Draft" }).check();
  await choose("Destination branch", "topic");
  await expect(page.getByText("A branch can’t be merged into itself. Choose another one.")).toBeVisible();
  await expect(page.getByLabel("Title")).toBeHidden();
  await choose("Destination branch", "main");
  await choose("Source branch", "other");
  await expect(page.getByRole("checkbox", { name: "Delete the branch other once it is merged" })).toBeVisible();
  await expect(page.getByLabel("Title")).toHaveValue("Typed with care");
  await expect(page.getByLabel("Description")).toHaveValue("At length.");
  await expect(page.getByRole("checkbox", { name: "Draft" })).toBeChecked();
  await page.getByRole("button", { name: "Open pull request" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Typed with care #1");
});

test("comments are answered, edited, settled and deleted, and tasks ticked", async ({
  page,
  admin,
  repository,
  number,
}) => {
  test.slow();
  await page.goto(pageOf(repository, number));
  const form = page.getByRole("form", { name: "Comment on this pull request" });
  await form.getByRole("textbox").fill("Is this *so*?");
  await form.getByRole("button", { name: "Comment" }).click();
  const comment = page.getByRole("article").first();
  await expect(comment).toContainText("Is this so?");
  await expect(form.getByRole("textbox")).toHaveValue("");
  // What a field is for is said where something is typed in it too.
  await expect(form.getByText("Comment on this pull request")).toBeVisible();

  await comment.getByRole("button", { name: /Actions for the comment/ }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await comment.getByRole("textbox").fill("Is that so?");
  await comment.getByRole("button", { name: "Save" }).click();
  await expect(comment).toContainText("edited");
  await expect(comment.getByRole("button", { name: /Actions for the comment/ })).toBeFocused();
  await page.getByRole("button", { name: "Reply" }).press("Enter");
  const reply = page.getByRole("form", { name: `Reply to ${admin.name}` });
  await expect(reply.getByText(`Reply to ${admin.name}`)).toBeVisible();
  await reply.getByRole("button", { name: "Cancel" }).press("Enter");
  await expect(page.getByRole("button", { name: "Reply" })).toBeFocused();
  await page.getByRole("button", { name: "Reply" }).press("Enter");
  await reply.getByRole("textbox").fill("Yes.");
  await reply.getByRole("button", { name: "Reply" }).press("Enter");
  await expect(page.getByRole("article").nth(1)).toContainText("Yes.");
  await expect(page.getByRole("button", { name: "Reply" })).toBeFocused();

  await page.getByRole("button", { name: "Resolve" }).press("Enter");
  await expect(page.getByText(`Resolved by ${admin.name}`)).toBeVisible();
  await expect(comment).toBeHidden();
  await expect(page.getByRole("button", { name: "Show" })).toBeFocused();
  await page.getByRole("button", { name: "Show" }).press("Enter");
  await page.getByRole("button", { name: "Reopen" }).press("Enter");
  await expect(page.getByText(`Resolved by ${admin.name}`)).toBeHidden();
  await expect(page.getByRole("button", { name: "Resolve" })).toBeFocused();
  await comment.getByRole("button", { name: /Actions for the comment/ }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete comment" }).click();
  await expect(page.getByText(`A comment of ${admin.name} was deleted.`)).toBeFocused();
  await expect(page.getByRole("article")).toContainText("Yes.");

  const tasks = page.getByRole("region", { name: "Tasks" });
  await expect(tasks.getByText("New task")).toBeVisible();
  await tasks.getByLabel("New task").fill("Tell sales");
  await tasks.getByLabel("New task").press("Enter");
  await expect(tasks.getByText("1 open")).toBeVisible();
  await tasks.getByRole("checkbox", { name: /Tell sales/ }).check();
  await expect(tasks.getByText("All done")).toBeVisible();
  await tasks.getByRole("button", { name: "Delete the task Tell sales" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete task" }).click();
  await expect(tasks.getByRole("checkbox")).toHaveCount(0);
  await expect(tasks.getByLabel("New task")).toBeFocused();
});

test("one from a fork names the fork wherever its branch stands, and is merged", async ({
  page,
  repository,
  caller,
}) => {
  const fork = given(await createFork(caller, { ...namesOf(repository), slug: `fork-of-${repository.slug}` }));
  await writeFiles(caller, fork, "topic", { "prices.txt": raised });
  const sourceRepository = `${fork.workspace.slug}/${fork.slug}`;
  const branch = `${sourceRepository}:topic`;
  const input = { ...namesOf(repository), title: "Raise the third price", source: "topic", sourceRepository };
  given(await createPullRequest(caller, input));

  await page.goto(pageOf(repository));
  await expect(page.getByRole("row", { name: /Raise the third price/ })).toContainText(branch);
  await page.getByRole("link", { name: "Raise the third price" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Raise the third price #1");
  await expect(page.getByRole("main").getByText(branch)).toBeVisible();
  await page.getByRole("link", { name: "Diff" }).click();
  await expect(page.getByRole("row", { name: /added line 4/ })).toContainText("price3 = 33");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("checkbox", { name: `Delete the branch ${branch} once it is merged` })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Merge…" }).click();
  await expect(dialog).toHaveAccessibleDescription(`1 commit of ${branch} into main`);
  await dialog.getByRole("checkbox", { name: `Delete the branch ${branch} after it` }).check();
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page.getByText("Merged", { exact: true })).toBeVisible();
  await expect(page.getByRole("main").getByText(branch)).toBeVisible();
  expect(String(await runInRepository(repository.id, ["show", "main:prices.txt"]))).toContain("price3 = 33");
  expect(await refTarget(fork.id, "refs/heads/topic")).toBeNull();
});

test("one is given another destination, and what it can’t be for is said beside the choice", async ({
  page,
  repository,
  number,
  caller,
}) => {
  for (const branch of ["release", "stable"]) await writeFiles(caller, repository, branch, { [`${branch}.txt`]: "1" });
  const input = { ...namesOf(repository), title: "For the release", source: "topic", destination: "release" };
  given(await createPullRequest(caller, input));
  await page.goto(pageOf(repository, number));
  await page.getByRole("button", { name: "More" }).press("Enter");
  await page.getByRole("menuitem", { name: "Edit…" }).press("Enter");
  const dialog = page.getByRole("dialog");
  const destination = dialog.getByLabel("Destination branch");
  await expect(destination).toHaveValue("main");
  await expect(destination.getByRole("option")).toHaveText(["main", "release", "stable"]);
  await dialog.getByLabel("Title").fill("For somewhere");
  await destination.selectOption("release");
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  await expect(destination).toHaveAccessibleDescription("topic has an open pull request to release.");
  await expect(destination).toBeFocused();
  await expect(dialog.getByLabel("Title")).toHaveValue("For somewhere");
  await destination.selectOption("stable");
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("For somewhere #1");
  await expect(page.getByText(/changed the destination from main to stable/)).toBeVisible();
  await page.getByRole("button", { name: "More" }).press("Enter");
  await page.getByRole("menuitem", { name: "Edit…" }).press("Enter");
  await expect(destination).toHaveValue("stable");
});

test("a link to a comment leads to it, wherever it stands", async ({ page, repository, number, caller }) => {
  const say = async (content: string, more: object = {}) => {
    const input = { ...namesOf(repository), number, content, ...more };
    return given(await createPullRequestComment(caller, input)).comment.number;
  };
  const general = await say("About all of it");
  const inline = await say("About a line", { inline: { path: "prices.txt", to: 4 } });
  await page.goto(`${pageOf(repository, number, "_", "diff")}#comment-${inline}`);
  await expect(page).toHaveURL(`${pageOf(repository, number, "diff")}#comment-${inline}`);
  await expect(page.locator(`#comment-${inline}`)).toBeInViewport();
  await page.goto(`${pageOf(repository, number, "_", "diff")}#comment-${general}`);
  await expect(page).toHaveURL(`${pageOf(repository, number)}#comment-${general}`);
  await expect(page.locator(`#comment-${general}`)).toBeInViewport();
});

test("what is said of several lines names the first and the last, also once a push has moved or changed them", async ({
  page,
  repository,
  number,
  caller,
}) => {
  const inline = { path: "prices.txt", start_to: 3, to: 5 };
  given(await createPullRequestComment(caller, { ...namesOf(repository), number, content: "These", inline }));
  await page.goto(pageOf(repository, number));
  await page.getByRole("link", { name: "prices.txt, lines 3 to 5" }).click();
  const file = page.getByRole("region", { name: "Lines of prices.txt" });
  await expect(file.getByText("On lines 3 to 5", { exact: true })).toBeVisible();

  await writeFiles(caller, repository, "topic", { "prices.txt": `none = 0\n${raised}` });
  await page.reload();
  await expect(file.getByText("On what were lines 3 to 5", { exact: true })).toBeVisible();
  await writeFiles(caller, repository, "topic", { "prices.txt": raised.replace("= 4", "= 44") });
  await page.reload();
  await expect(page.getByText("On lines 3 to 5, which have changed since")).toBeVisible();
});

test("what is being written of a line isn’t lost to a push, and isn’t said of another line", async ({
  page,
  repository,
  number,
  caller,
}) => {
  await page.goto(pageOf(repository, number, "diff"));
  await page.getByRole("button", { name: "Comment on added line 4" }).click();
  const form = page.getByRole("form", { name: "Comment on line 4" });
  await form.getByRole("textbox").fill("Typed with care");
  const send = (of: typeof form) => of.getByRole("button", { name: "Comment", exact: true }).click();

  await writeFiles(caller, repository, "topic", { "other.txt": "1\n" });
  await send(form);
  await expect(form.getByText(/pushed to after you looked/)).toBeVisible();
  await form.getByRole("button", { name: "Look again" }).click();
  await expect(page.getByRole("region", { name: "other.txt", exact: true })).toBeVisible();
  await expect(form.getByRole("textbox")).toHaveValue("Typed with care");

  await writeFiles(caller, repository, "topic", { "prices.txt": `none = 0\n${raised}` });
  await send(form);
  await form.getByRole("button", { name: "Look again" }).click();
  const apart = page.getByRole("form", { name: "Comment on the whole file, begun on line 4" });
  await expect(apart.getByRole("textbox")).toHaveValue("Typed with care");
  await expect(form).toHaveCount(0);

  await writeFiles(caller, repository, "topic", { "prices.txt": prices });
  await send(apart);
  await apart.getByRole("button", { name: "Look again" }).click();
  await expect(page.getByText("It isn’t shown here any more.")).toBeVisible();
  await expect(apart.getByRole("textbox")).toHaveValue("Typed with care");
  await send(apart);
  const comment = page.getByRole("region", { name: "On files that no longer differ" });
  await expect(comment.getByRole("article")).toContainText("Typed with care");
  await expect(apart).toHaveCount(0);
});

test("what is in the way is said before; merged by somebody else meanwhile, nothing that was typed is lost", async ({
  page,
  repository,
  number,
  caller,
}) => {
  const names = namesOf(repository);
  const rule = { kind: "require_tasks_to_be_completed", pattern: "main" };
  await createBranchRestriction(caller, { ...names, ...rule });
  await createPullRequestTask(caller, { ...names, number, content: "Tell sales" });
  await page.goto(pageOf(repository, number));
  await page.getByRole("button", { name: "Merge…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("1 of its tasks is still to be done.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Merge", exact: true })).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: /Tell sales/ }).check();
  await expect(page.getByRole("region", { name: "Merging" })).toContainText("Nothing is in the way.");

  await page.getByRole("button", { name: "Merge…" }).click();
  await dialog.getByLabel("Message of the commit").fill("A long message");
  given(await mergePullRequest(caller, { ...names, number }));
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(dialog.getByText(`Not merged. Pull request ${number} was merged.`)).toBeVisible();
  await expect(dialog.getByLabel("Message of the commit")).toHaveValue("A long message");
  await page.keyboard.press("Escape");
  await expect(page.getByText("Merged", { exact: true })).toBeVisible();
});

test("changed by somebody else meanwhile, it keeps what they changed, and isn’t merged where nobody saw it go", async ({
  page,
  repository,
  caller,
}) => {
  test.slow();
  for (const branch of ["develop", "stable"]) await writeFiles(caller, repository, branch, { [`${branch}.txt`]: "1" });
  const number = await openOne(caller, repository, { draft: true });
  const names = { ...namesOf(repository), number };
  await page.goto(pageOf(repository, number));
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Title").fill("Raise the fourth price");
  given(await updatePullRequest(caller, { ...names, draft: false, destination: "develop" }));
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Raise the fourth price #${number}`);
  await page.getByRole("button", { name: "Merge…" }).click();
  await expect(dialog).toHaveAccessibleDescription("1 commit of topic into develop");
  await expect(dialog.getByText("It can’t be merged yet.")).toHaveCount(0);

  given(await updatePullRequest(caller, { ...names, destination: "stable" }));
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(dialog.getByText("Not merged. It now goes into stable. Look again.")).toBeVisible();
  await dialog.getByRole("button", { name: "Look again" }).click();
  await expect(dialog).toHaveAccessibleDescription("1 commit of topic into stable");
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page.getByText("merged this into stable")).toBeVisible();
});

test("one is declined with a reason, and found among the declined", async ({ page, repository, number }) => {
  await page.goto(pageOf(repository, number));
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Decline…" }).click();
  await page.getByRole("alertdialog").getByLabel("Reason").fill("It is done elsewhere.");
  await page.getByRole("alertdialog").getByRole("button", { name: "Decline" }).click();
  await expect(page.getByText("It is done elsewhere.")).toBeVisible();
  await page.goto(pageOf(repository));
  await expect(page.getByRole("heading", { name: "No open pull requests" })).toBeVisible();
  await page.getByRole("link", { name: "Declined 1" }).click();
  await expect(page.getByRole("link", { name: "Raise the third price" })).toBeVisible();
  await page.getByLabel("Title or number").fill("nothing like it");
  await page.getByLabel("Title or number").press("Enter");
  await expect(page.getByText("No declined pull request matches “nothing like it”")).toBeVisible();
  await page.getByRole("link", { name: "Clear the search" }).click();
  await expect(page.getByRole("link", { name: "Raise the third price" })).toBeVisible();
});

test("who may only read sees the same, comments, and can’t change it", async ({ page, repository, number, login }) => {
  const reader = await login();
  await makeMember(repository.workspace, reader);
  await makePermission(repository, reader, "read");
  await page.goto(pageOf(repository, number));
  await expect(page.getByRole("region", { name: "Merging" })).toContainText("Nothing is in the way.");
  await expect(page.getByRole("form", { name: "Comment on this pull request" })).toBeVisible();
  for (const name of ["Merge…", "Approve", "Request changes", "More"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await page.goto(pageOf(repository));
  await expect(page.getByRole("link", { name: "New pull request" })).toHaveCount(0);
  await page.goto(pageOf(repository, "new"));
  await expect(page.getByText(/Only who may write to .* opens pull requests/)).toBeVisible();
  expect((await page.goto(pageOf(repository, 99)))?.status()).toBe(404);
});

test("the pages of pull requests have no barrier, full and empty", async ({ page, repository, caller }) => {
  test.slow();
  await page.goto(pageOf(repository));
  await expect(page.getByRole("heading", { name: "No pull requests yet" })).toBeVisible();
  await expectAccessible(page);
  const title = `A-title-without-a-space-${"on-and-".repeat(20)}on`;
  const number = await openOne(caller, repository, { title, description: "# Why\n\n`prices`\n\n- [ ] sold" });
  const names = namesOf(repository);
  const writer = await makeUser();
  await makeMember(repository.workspace, writer);
  await makePermission(repository, writer, "write");
  const reviewer = await callerOf(writer);
  await requestChanges(reviewer, { ...names, number });
  await createPullRequestTask(reviewer, { ...names, number, content: "Tell sales" });
  const inline = { path: "prices.txt", to: 4 };
  await createPullRequestComment(reviewer, { ...names, number, content: "# Why\n\n```ts\nlet a = 1;\n```", inline });
  await createPullRequestComment(reviewer, { ...names, number, content: "Gone", inline: { ...inline, to: 99 } });
  await writeFiles(caller, repository, `a-branch/${"with-a-long-name-".repeat(8)}`, { "b.txt": "b" });
  const pages = [
    pageOf(repository),
    `${pageOf(repository)}?search=nothing`,
    pageOf(repository, number),
    pageOf(repository, number, "commits"),
    pageOf(repository, number, "diff"),
    `${pageOf(repository, "new")}?source=a-branch/${"with-a-long-name-".repeat(8)}`,
  ];
  for (const path of pages) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
  await page.goto(pageOf(repository, number));
  await page.getByRole("button", { name: "Merge…" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("button", { name: "Add reviewer" }).click();
  await expectAccessible(page);
});
