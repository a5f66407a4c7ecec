import { updateRepository } from "@/lib/repositories/update";
import { createRepositoryWebhook } from "@/lib/webhooks/administer";
import { namesOf } from "@/test-support/calls/calls";
import { callerOf, makeMember, makeProject, makeRepository, makeUser, makeWorkspace } from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

test("an admin adds a webhook, sees what it was sent and answered, has it sent again, and deletes it", async ({
  page,
  login,
}) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const repository = await makeRepository(await makeProject(workspace));
  const path = `/${workspace.slug}/${repository.slug}/admin/webhooks`;
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "No webhooks yet" })).toBeVisible();

  const form = page.getByRole("form", { name: "Webhook" });
  await form.getByRole("button", { name: "Add webhook" }).click();
  await expect(form.getByLabel("Address")).toHaveAccessibleDescription(/Enter an http or https address/);
  // The server's own machine: no target, unless the operator allows it.
  const target = "http://127.0.0.1:9/hook";
  await form.getByLabel("Address").fill(target);
  await form.getByLabel("Secret").fill("a secret of some length");
  await form.getByRole("checkbox", { name: "Push" }).first().uncheck();
  await form.getByRole("button", { name: "Add webhook" }).click();
  await expect(form.getByRole("alert")).toHaveText("Choose at least one event.");
  await form.getByRole("checkbox", { name: "Updated" }).first().check();
  await form.getByRole("button", { name: "Add webhook" }).click();
  await expect(page.getByRole("row", { name: target })).toContainText("repo:updated");

  await page.getByRole("link", { name: target }).click();
  await expect(page.getByRole("heading", { name: "Nothing was sent yet" })).toBeVisible();
  await updateRepository(await callerOf(admin), { ...namesOf(repository), description: "Told to nobody" });
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Failing")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText("127.0.0.1 is no address of the public network.")).toBeVisible();
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText('"new": "Told to nobody"')).toBeVisible();
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText("It’s being tried now").first()).toBeVisible();

  await page.getByRole("button", { name: "Delete webhook…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByRole("heading", { name: "No webhooks yet" })).toBeVisible();
});

test("who doesn’t administer a repository is told whom to ask", async ({ page, login }) => {
  const workspace = await makeWorkspace({ admin: await makeUser() });
  const person = await login();
  await makeMember(workspace, person);
  await page.goto(`/${workspace.slug}/workspace/settings/webhooks`);
  await expect(page.getByText(`Only admins of ${workspace.slug} manage its webhooks.`)).toBeVisible();
});

test("the pages of webhooks have no barrier, full and empty", async ({ page, login }) => {
  test.slow();
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const repository = await makeRepository(await makeProject(workspace));
  const caller = await callerOf(admin);
  const made = await createRepositoryWebhook(caller, {
    ...namesOf(repository),
    url: `http://127.0.0.1:9/${"a-long-address-".repeat(12)}`,
    events: ["repo:updated", "repo:push"],
    description: "CI",
    secret: "a secret of some length",
  });
  if (!made.ok) throw new Error("The webhook was not made.");
  for (const description of ["one", "two"]) await updateRepository(caller, { ...namesOf(repository), description });
  const hooks = `/${workspace.slug}/${repository.slug}/admin/webhooks`;
  for (const path of [hooks, `/${workspace.slug}/workspace/settings/webhooks`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  }
  await page.goto(`${hooks}/${made.value.webhook.id}`);
  await page.getByRole("button", { name: "Show" }).first().click();
  await expect(page.getByRole("heading", { name: "Sent" })).toBeVisible();
  await expectAccessible(page);
});
