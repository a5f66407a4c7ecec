import type { Locator } from "@playwright/test";
import { makeAccessToken, makeProject, makeRepository, makeWorkspace } from "@/test-support/factories";
import { expect, test } from "./fixtures";

// Windows' contrast themes take away backgrounds, shadows and most colours: what they told has to be told by lines.
test.use({ contextOptions: { forcedColors: "active" } });

test("a contrast theme leaves the focus, the current tab and the ticked box to be seen", async ({ page, login }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Password").focus();
  expect(await outline(page.getByLabel("Password"))).toEqual("solid 2px");

  const workspace = await makeWorkspace({ admin: await login() });
  const repository = await makeRepository(await makeProject(workspace));
  await makeAccessToken(repository, ["repository"], { name: "ci" });
  const tokens = `/${workspace.slug}/${repository.slug}/admin/access-tokens`;
  await page.goto(tokens);
  const canvas = await style(page.locator("body"), "background-color");
  expect(await style(page.getByRole("link", { name: "Inactive" }), "border-top-color")).toBe(canvas);
  expect(await style(page.getByRole("link", { name: /^Active/ }), "border-top-color")).not.toBe(canvas);

  await page.getByRole("button", { name: /ci/ }).last().focus();
  await page.keyboard.press("Enter");
  const [first, second] = [page.getByRole("menuitem").first(), page.getByRole("menuitem").nth(1)];
  await expect(first).toBeFocused();
  expect(await outline(first)).toBe("solid 2px");
  expect(await outline(second)).toMatch(/^none/);
  expect(await style(page.getByRole("separator"), "background-color")).not.toBe(canvas);

  await page.goto(`${tokens}/create`);
  const box = page.getByRole("checkbox", { name: /repository:write/ });
  await box.check();
  expect(await style(box, "appearance")).toBe("auto");
});

function style(element: Locator, property: string): Promise<string> {
  return element.evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);
}

async function outline(element: Locator): Promise<string> {
  return `${await style(element, "outline-style")} ${await style(element, "outline-width")}`;
}
