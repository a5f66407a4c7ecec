import type { Page } from "@playwright/test";
import { makeAccessToken, makeProject, makeRepository, makeUser, makeWorkspace } from "@/test-support/factories";
import { expect, test } from "./fixtures";

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a person signs in and out", async ({ page }) => {
  const person = await makeUser();
  const workspace = await makeWorkspace({ admin: person });
  await page.goto(`/${workspace.slug}`);
  await signIn(page, person.email, person.password);
  await expect(page).toHaveURL(`/${workspace.slug}`);
  await expect(page.getByRole("heading", { level: 1, name: workspace.name })).toBeVisible();

  const cookies = await page.context().cookies();
  await page.getByRole("button", { name: /account menu/i }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  // A copy of the cookie is worth nothing any more.
  await page.context().addCookies(cookies);
  await page.goto(`/${workspace.slug}`);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("a session of the fixture opens pages", async ({ page, login }) => {
  const person = await login();
  const workspace = await makeWorkspace({ admin: person });
  await page.goto(`/${workspace.slug}`);
  await expect(page.getByRole("heading", { level: 1, name: workspace.name })).toBeVisible();
});

test("a wrong password and an unknown address get the same answer", async ({ page }) => {
  const person = await makeUser();
  await page.goto("/sign-in");
  for (const email of [person.email, `nobody-${person.email}`]) {
    await signIn(page, email, "not the password");
    await expect(page.getByText("The address or the password is wrong.")).toBeVisible();
    await expect(page.getByLabel("Password")).toBeFocused();
    await expect(page.getByLabel("Password")).toHaveValue("");
  }
});

test("an access token can't sign in, and the form says why", async ({ page }) => {
  const person = await makeUser();
  const workspace = await makeWorkspace({ admin: person });
  const repository = await makeRepository(await makeProject(workspace));
  const token = await makeAccessToken(repository, ["repository"]);
  await page.goto("/sign-in");
  await signIn(page, person.email, token.secret);
  await expect(page.getByText("That is an access token.")).toBeVisible();
  await expect(page.getByLabel("Password")).toHaveValue("");
  await expect(page.getByLabel("Password")).toBeFocused();

  // Nor does a Bearer header make anyone a person.
  await page.setExtraHTTPHeaders({ authorization: `Bearer ${token.secret}` });
  await page.goto(`/${workspace.slug}/${repository.slug}/admin/access-tokens`);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("too many attempts have to wait", async ({ page }) => {
  const person = await makeUser();
  await page.goto("/sign-in");
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await signIn(page, person.email, "not the password");
    await expect(page.getByText("The address or the password is wrong.")).toBeVisible();
  }
  await signIn(page, person.email, person.password);
  await expect(page.getByText(/^Too many attempts\. Try again in \d+ minutes\.$/)).toBeVisible();
});

test("a changed password ends the other sessions and keeps this one", async ({ page, browser, baseURL }) => {
  const person = await makeUser();
  const elsewhere = await browser.newPage(baseURL ? { baseURL } : {});
  for (const each of [page, elsewhere]) {
    await each.goto("/account");
    await signIn(each, person.email, person.password);
    await expect(each.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  }
  await page.getByLabel("Current password").fill("not the password");
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Use at least 12 characters.")).toBeVisible();
  await page.getByLabel("New password").fill("a better horse and battery");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("That is not your current password.")).toBeVisible();
  await page.getByLabel("Current password").fill(person.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password changed").first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();

  await elsewhere.reload();
  await expect(elsewhere.getByText("You were signed out because your password changed.")).toBeVisible();
  await signIn(elsewhere, person.email, "a better horse and battery");
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await elsewhere.close();
});

test("signing in leads to no other site", async ({ page }) => {
  const person = await makeUser();
  await page.goto("/sign-in?next=//evil.example/");
  await signIn(page, person.email, person.password);
  await expect(page).toHaveURL("/");
});
