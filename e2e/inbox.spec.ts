import { db } from "@/db/client";
import type { NoticeKind } from "@/lib/notices/kinds";
import { raiseNotice } from "@/lib/notices/raise";
import type { Workspace } from "@/lib/workspaces/find";
import { makeAccessToken, makeMember, makeUser, makeWorkspace, type TestAccessToken } from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

// The running product delivers what is raised here.

test("an admin is told of a token, opens its page from the inbox, and has read it then", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  await page.goto("/account/inbox");
  await expect(page.getByRole("heading", { name: "Nothing yet" })).toBeVisible();

  const token = await makeAccessToken(workspace, ["repository"], { name: "nightly build" });
  await raise(workspace, token, "unused");
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("link", { name: "Inbox, 1 unread" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole("link", { name: "Nobody used nightly build for 90 days" }).click();
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/workspace/settings/access-tokens/${token.id}$`));
  await expect(page.getByRole("heading", { name: "nightly build", level: 1 })).toBeVisible();
  await expect(page.getByRole("banner").getByRole("link", { name: "Inbox", exact: true })).toBeVisible();
});

test("notices are marked one by one and all at once", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  await raise(workspace, await makeAccessToken(workspace, ["repository"], { name: "one" }), "expired");
  await raise(workspace, await makeAccessToken(workspace, ["repository"], { name: "two" }), "expired");
  await expect(async () => {
    await page.goto("/account/inbox");
    await expect(page.getByRole("link", { name: "Inbox, 2 unread" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole("button", { name: "Mark as read: one has expired" }).click();
  await expect(page.getByRole("link", { name: "Inbox, 1 unread" })).toBeVisible();
  await page.getByRole("button", { name: "Mark as unread: one has expired" }).click();
  await expect(page.getByRole("link", { name: "Inbox, 2 unread" })).toBeVisible();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect(page.getByRole("banner").getByRole("link", { name: "Inbox", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Mark as unread: two has expired" })).toBeVisible();
});

test("a person chooses what they hear of, and it stays", async ({ page, login }) => {
  const person = await login();
  const workspace = await makeWorkspace({ admin: person, name: "Acme" });
  await page.goto("/account/notices");
  const form = page.getByRole("form", { name: `Notices of ${workspace.name}` });
  await form.getByLabel("Nobody used it for 90 days").uncheck();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(form.getByLabel("Nobody used it for 90 days")).not.toBeChecked();
  await expect(form.getByLabel("It has expired")).toBeChecked();
});

test("a workspace’s webhook shows its secret once, refuses private addresses, and goes again", async ({
  page,
  login,
}) => {
  const workspace = await makeWorkspace({ admin: await login() });
  await page.goto(`/${workspace.slug}/workspace/settings/notices`);
  await page.getByLabel("Address").fill("hooks.example.com");
  await page.getByRole("button", { name: "Create webhook" }).click();
  await expect(page.getByText("Enter an http or https address")).toBeVisible();
  await page.getByLabel("Address").fill("http://127.0.0.1:9/hooks");
  await page.getByRole("button", { name: "Create webhook" }).click();

  const shown = page.getByRole("dialog", { name: "Copy the secret of the webhook" });
  const first = await shown.locator("code").first().innerText();
  expect(first).toMatch(/^[\w-]{43}$/);
  await expectAccessible(page);
  await shown.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText(first)).toHaveCount(0);

  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(page.locator("[data-form-message]")).toContainText("127.0.0.1 is no address of the public network.");

  await page.getByRole("button", { name: "New secret…" }).click();
  await page.getByRole("button", { name: "Make a new secret" }).click();
  await expect(shown.locator("code").first()).not.toHaveText(first);
  await shown.getByRole("button", { name: "I have copied it" }).click();

  await page.getByRole("button", { name: "Delete webhook…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByRole("button", { name: "Create webhook" })).toBeVisible();
});

test("who isn’t an admin of the workspace is told who is", async ({ page, login }) => {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  await makeMember(workspace, await login());
  await page.goto(`/${workspace.slug}/workspace/settings/notices`);
  await expect(page.getByText(`Only admins of ${workspace.slug} set where its notices go.`)).toBeVisible();
  await expect(page.getByText(admin.name)).toBeVisible();
});

test("the pages of notices are accessible and fit", async ({ page, login }) => {
  const workspace = await makeWorkspace({ admin: await login() });
  await page.goto("/account/inbox");
  await expectAccessible(page);
  const token = await makeAccessToken(workspace, ["repository"], { name: `a-long-name-${"x".repeat(60)}` });
  await raise(workspace, token, "old_secret_used");
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("button", { name: /^Mark as read/ })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  for (const address of ["/account/inbox", "/account/notices", `/${workspace.slug}/workspace/settings/notices`]) {
    await page.goto(address);
    await expectAccessible(page);
  }
});

function raise(workspace: Workspace, token: TestAccessToken, kind: NoticeKind): Promise<void> {
  return db().transaction((tx) =>
    raiseNotice(tx, {
      workspaceId: workspace.id,
      accessTokenId: token.id,
      kind,
      eventKey: `${kind} ${token.id}`,
      details: { address: "2001:db8:85a3::8a2e:370:7334", client: "git/2.39.5" },
      at: new Date(),
    }),
  );
}
