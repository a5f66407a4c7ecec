import { makeAccessToken, makeProject, makeRepository, makeWorkspace, type TestUser } from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

async function repositoryWithToken(admin: TestUser) {
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  const token = await makeAccessToken(repository, ["pullrequest"], { name: "reviewer", addresses: ["10.0.0.0/8"] });
  const label = `${workspace.slug}/${repository.slug}`;
  return { workspace, project, repository, token, label, address: `/${label}/admin/access-tokens/${token.id}` };
}

test("a token's page explains what it may do, and by which rule", async ({ page, login }) => {
  const { workspace, label, address } = await repositoryWithToken(await login());
  await page.goto(address);
  const explain = page.getByRole("region", { name: "Explain" });
  const operation = explain.getByLabel("Operation");
  const ask = explain.getByRole("button", { name: "Explain" });
  const answer = explain.getByRole("status");
  await expect(operation).toHaveValue("git-upload-pack");
  await expect(explain.getByLabel("Repository")).toHaveValue(label);
  await ask.click();
  await expect(answer).toContainText("Allowed");
  await expect(answer).toContainText("This takes repository, which pullrequest includes.");
  await expect(answer).toContainText("Only from 10.0.0.0/8.");

  await operation.selectOption("Push");
  await expect(answer).toBeEmpty();
  await ask.click();
  await expect(answer).toContainText("Refused, answered with 403");
  await expect(answer).toContainText("This takes repository:write. The token has pullrequest.");

  await explain.getByLabel("Repository").fill(`${workspace.slug}/nowhere`);
  await ask.click();
  await expect(answer).toContainText("Refused, answered with 404");
  await expect(answer).toContainText(`${workspace.slug}/nowhere lies outside the token’s reach, or isn’t there.`);

  await explain.getByLabel("Repository").fill("");
  await ask.click();
  await expect(explain.getByLabel("Repository")).toHaveAccessibleDescription("Name a repository.");

  await operation.selectOption("Read the workspace");
  await expect(explain.getByLabel("Workspace")).toHaveValue(workspace.slug);
  await ask.click();
  await expect(answer).toContainText("Refused, answered with 404");

  await operation.selectOption("Ask who it is");
  await ask.click();
  await expect(answer).toContainText("closed to access tokens");
});

test("an explanation is accessible", async ({ page, login }) => {
  const { address } = await repositoryWithToken(await login());
  await page.goto(address);
  const explain = page.getByRole("region", { name: "Explain" });
  await explain.getByRole("button", { name: "Explain" }).click();
  await expect(explain.getByRole("status")).toContainText("Allowed");
  await expectAccessible(page);
  await explain.getByLabel("Operation").selectOption("Push");
  await explain.getByRole("button", { name: "Explain" }).click();
  await expect(explain.getByRole("status")).toContainText("Refused");
  await expectAccessible(page);
});
