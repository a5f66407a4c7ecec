import { addMember } from "@/lib/memberships/add";
import { createUser } from "@/lib/users/create";
import { callerOf, makeUser, makeWorkspace, operatorCaller, uniqueText } from "@/test-support/factories";
import { expect, test } from "./fixtures";

async function invitation() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const email = `newcomer-${uniqueText()}@example.com`;
  const added = await addMember(await callerOf(admin), { workspace: workspace.slug, email, role: "member" });
  if (!added.ok || added.value.kind !== "invitation") throw new Error("The invitation was refused.");
  return { workspace, email, link: `/join/${added.value.secret}` };
}

test("an invited person makes an account, once", async ({ page }) => {
  const { workspace, link } = await invitation();
  await page.goto(link);
  await page.getByLabel("Your name").fill("Nora Newcomer");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: /^Join/ }).click();
  await expect(page.getByLabel("Password")).toHaveAccessibleDescription("Use at least 12 characters.");
  await expect(page.getByLabel("Password")).toBeFocused();
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByRole("button", { name: /^Join/ }).click();
  await expect(page).toHaveURL(`/${workspace.slug}`);
  await expect(page.getByRole("button", { name: "Account menu of Nora Newcomer" })).toBeVisible();

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link opens nothing" })).toBeVisible();
});

test("who has an account meanwhile signs in with it and joins", async ({ page }) => {
  const { workspace, email, link } = await invitation();
  const password = "correct horse battery staple";
  expect((await createUser(operatorCaller(), { email, name: "Nora Newcomer", password })).ok).toBe(true);
  await page.goto(link);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /^Join/ }).click();
  await expect(page).toHaveURL(`/${workspace.slug}`);
});
