import { makeMember, makeUser, makeWorkspace, uniqueText } from "@/test-support/factories";
import { expect, test } from "./fixtures";

test("an admin adds a person by address, makes them an admin and removes them", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const person = await makeUser();
  await page.goto(`/${workspace.slug}/workspace/members`);

  await page.getByLabel("E-mail address").fill(person.email.toUpperCase());
  await page.getByRole("button", { name: "Add member" }).click();
  const row = page.getByRole("row", { name: person.name });
  await expect(row).toContainText("Member");
  await expect(page.getByLabel("E-mail address")).toHaveValue("");

  await row.getByRole("button", { name: `Actions for ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Make an admin" }).click();
  await expect(row).toContainText("Admin");

  await row.getByRole("button", { name: `Actions for ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  const dialog = page.getByRole("alertdialog", { name: `Remove ${person.name}?` });
  await expect(dialog).toContainText("keep working");
  await dialog.getByRole("button", { name: "Remove member" }).click();
  // What lies behind an open dialog is hidden too.
  await expect(dialog).toBeHidden();
  await expect(row).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
});

test("the last admin can neither be removed nor be made a member", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  await makeMember(workspace, await makeUser());
  await page.goto(`/${workspace.slug}/workspace/members`);
  const refusal = page.locator("[data-form-message]", {
    hasText: `${workspace.slug} needs an admin. Make someone else one first.`,
  });
  const actions = page.getByRole("button", { name: `Actions for ${admin.name}` });

  await actions.click();
  await page.getByRole("menuitem", { name: "Make a member" }).click();
  await expect(refusal).toContainText("Not changed.");

  await actions.click();
  await page.getByRole("menuitem", { name: "Remove…" }).click();
  await page.getByRole("button", { name: "Remove member" }).click();
  await expect(refusal).toContainText("Not removed.");
  await expect(page.getByRole("row", { name: admin.name })).toContainText("Admin");
});

test("an unknown address makes a link that is shown once and can be withdrawn", async ({ page, login }) => {
  const admin = await login();
  const workspace = await makeWorkspace({ admin });
  const email = `new-${uniqueText()}@example.com`;
  await page.goto(`/${workspace.slug}/workspace/members`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("button", { name: "Add member" }).click();

  await expect(page.getByText(`${email} has no account here yet.`)).toBeVisible();
  await page.getByRole("button", { name: "Copy invitation link" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/^http.*\/join/);

  await page.reload();
  expect(await page.content()).not.toContain(link.slice(-20));
  await expect(page.getByRole("region", { name: "Open invitations" })).toContainText(email);
  await page.getByRole("button", { name: `Withdraw the invitation of ${email}` }).click();
  await expect(page.getByRole("region", { name: "Open invitations" })).toHaveCount(0);
});

test("a member sees who is there and can change nothing", async ({ page, login }) => {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const member = await login();
  await makeMember(workspace, member);
  await page.goto(`/${workspace.slug}/workspace/members`);
  await expect(page.getByRole("row", { name: admin.name })).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Actions for/ })).toHaveCount(0);
});
