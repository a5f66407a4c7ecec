import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { removeMember } from "@/lib/memberships/remove";
import { defaultPolicy } from "@/lib/token-policies/policy";
import { updateTokenPolicy } from "@/lib/token-policies/update";
import { flushUsage } from "@/lib/token-usage/flush";
import { recordUsage } from "@/lib/token-usage/record";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeMember,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  operatorCaller,
  type TestAccessToken,
  type TestUser,
} from "@/test-support/factories";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { noteSecretsIn } from "./noted-secrets";
import { pushFiles } from "./push-files";
import { shell } from "./shell";

const day = 24 * 60 * 60_000;
/** Use is written down after ten seconds at the latest, and looked at every fifteen. */
const untilWritten = { timeout: 45_000 };

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "latchkey-life-"));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function repositoryOf(admin: TestUser, { storage = false } = {}) {
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project, { storage });
  if (storage) await pushFiles(repository, { "README.md": "# Orders\n" });
  return { workspace, project, repository, list: `/${workspace.slug}/${repository.slug}/admin/access-tokens` };
}

test("a token is given an end, which the form writes out and the policy limits", async ({ page, login }) => {
  const admin = await login();
  const { workspace, list } = await repositoryOf(admin);
  await page.goto(`${list}/create`);
  const expires = page.getByLabel("Expires");
  await expect(expires).toHaveValue("never");
  await expires.selectOption("In 30 days");
  await expect(expires).toHaveAccessibleDescription(/^It expires on \d{1,2} \w{3} \d{4}, \d\d:\d\d UTC\.$/);
  await expires.selectOption("On a date");
  await page.getByLabel("Last day").fill(new Date(Date.now() + 5 * day).toISOString().slice(0, 10));
  await expect(page.getByLabel("Last day")).toHaveAccessibleDescription(/23:59 UTC\.$/);
  await page.getByLabel("Name").fill("five-days");
  await page.getByRole("checkbox", { name: /^Read Clone/ }).check();
  await page.getByRole("button", { name: "Create access token" }).click();
  await copySecret(page);
  await expect(page.getByRole("row", { name: /five-days/ })).toContainText("Expires in 5 days");

  const policy = { ...defaultPolicy, longestLifetimeDays: 45, workspace: workspace.slug };
  expect((await updateTokenPolicy(await callerOf(admin), policy)).ok).toBe(true);
  await page.goto(`${list}/create`);
  await expect(expires).toHaveAccessibleDescription(`${workspace.slug} allows 45 days at most.`);
  await expect(expires.getByRole("option")).toHaveText([
    "Choose when",
    "In 7 days",
    "In 30 days",
    "In 45 days",
    "On a date",
  ]);
  await page.getByLabel("Name").fill("undecided");
  await page.getByRole("checkbox", { name: /^Read Clone/ }).check();
  await page.getByRole("button", { name: "Create access token" }).click();
  await expect(expires).toBeFocused();
  await expect(expires).toHaveAccessibleDescription("Choose when it expires.");
});

test("an expired token is listed as such, opens nothing, and comes back when it is replaced", async ({
  page,
  login,
}) => {
  const { workspace, repository, list } = await repositoryOf(await login(), { storage: true });
  const [createdAt, expiresAt] = [new Date(Date.now() - 31 * day), new Date(Date.now() - day)];
  const token = await makeAccessToken(repository, ["repository"], { name: "nightly", createdAt, expiresAt });
  await page.goto(`${list}?state=inactive`);
  await expect(page.getByRole("row", { name: /nightly/ })).toContainText("Expired");
  const place = { workspace: workspace.slug, repository: repository.slug };
  expect((await clone(place, token.secret)).output).toContain("Authentication failed");

  await page.getByRole("link", { name: "nightly" }).click();
  await expect(page.getByText(/^Expired /)).toBeVisible();
  await page.getByRole("link", { name: "Replace…" }).click();
  await expect(page.getByText("It has expired.")).toBeVisible();
  await page.getByRole("button", { name: "Replace token" }).click();
  const secret = await copySecret(page);
  await expect(page.getByText(/^Active, expires /)).toBeVisible();
  expect(await clone(place, secret)).toMatchObject({ code: 0 });
  expect((await clone(place, token.secret)).code).not.toBe(0);
});

test("a replacement overlaps: git works with both secrets, until the old one is ended", async ({ page, login }) => {
  test.slow();
  const { workspace, repository, list } = await repositoryOf(await login(), { storage: true });
  const token = await makeAccessToken(repository, ["repository", "webhook"], { name: "ci-deploy" });
  const place = { workspace: workspace.slug, repository: repository.slug };
  await page.goto(`${list}/${token.id}`);
  await page.getByRole("link", { name: "Replace…" }).click();
  await expect(page.getByLabel("The old secret works on for")).toHaveAccessibleDescription(/^It ends on .* UTC, or/);
  await page.getByRole("checkbox", { name: /webhook/ }).uncheck();
  await expect(page.getByRole("checkbox", { name: /pullrequest/ })).toHaveCount(0);
  const late = await page.context().newPage();
  await late.goto(page.url());
  await expect(late.getByRole("button", { name: "Replace token" })).toBeVisible();
  await page.getByRole("button", { name: "Replace token" }).click();
  const secret = await copySecret(page);

  await late.getByRole("button", { name: "Replace token" }).click();
  await expect(late.getByText(/Not replaced\. ci-deploy was replaced meanwhile\./)).toBeVisible();
  await late.close();

  const panel = page.getByRole("region", { name: "The old secret still works" });
  await expect(panel.getByText("Nobody has used it since the new one was issued.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Replace…" })).toHaveCount(0);
  expect(await clone(place, token.secret)).toMatchObject({ code: 0 });
  expect(await clone(place, secret)).toMatchObject({ code: 0 });
  await expect(panel.getByText(/^Quiet since /)).toBeVisible(untilWritten);
  await expect(panel.getByRole("row", { name: /git/ })).toContainText("Fetch");

  await panel.getByRole("button", { name: "End the old secret now…" }).click();
  const question = page.getByRole("alertdialog", { name: "End the old secret of ci-deploy?" });
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await question.getByRole("button", { name: "End the old secret now" }).click();
  // What lies behind an open dialog is hidden too.
  await expect(question).toBeHidden();
  await expect(panel).toBeHidden();
  expect((await clone(place, token.secret)).output).toContain("Authentication failed");
  expect(await clone(place, secret)).toMatchObject({ code: 0 });
});

test("a token is replaced with only what it used", async ({ page, login }) => {
  test.slow();
  const { workspace, repository, list } = await repositoryOf(await login(), { storage: true });
  const token = await makeAccessToken(repository, ["repository:write", "webhook"], { name: "mirror" });
  const place = { workspace: workspace.slug, repository: repository.slug };
  expect(await clone(place, token.secret)).toMatchObject({ code: 0 });
  const offer = page.getByRole("link", { name: "Replace with only what is used" });
  await expect(async () => {
    await page.goto(`${list}/${token.id}`);
    await expect(offer).toBeVisible({ timeout: 2_000 });
  }).toPass(untilWritten);
  const inUse = page.getByRole("region", { name: "Scopes in use" });
  await expect(inUse.getByText("1 of 2 was not needed.")).toBeVisible();
  await expect(inUse.getByText("Enough would be Repositories: Read.")).toBeVisible();

  await offer.click();
  await expect(page.getByText("Only what it used in the last 90 days.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /^Read Clone/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /webhook/ })).not.toBeChecked();
  await page.getByLabel("The old secret works on for").selectOption("Not at all: it ends now");
  await page.getByRole("button", { name: "Replace token" }).click();
  const secret = await copySecret(page);
  await expect(page.getByText("The old secret still works")).toBeHidden();
  expect(await clone(place, secret)).toMatchObject({ code: 0 });
  expect((await clone(place, token.secret)).code).not.toBe(0);
  const pushed = await shell(`git push origin HEAD:refs/heads/late`, path.join(folder, secret.slice(-8)));
  expect(pushed.code).not.toBe(0);
});

test("a link fills in the form and issues nothing", async ({ page, login }) => {
  const { list } = await repositoryOf(await login());
  await page.goto(`${list}/create?name=renovate&scopes=pullrequest:write,account`);
  await expect(page.getByText("A link filled in this form.")).toBeVisible();
  await expect(page.getByText("A repository token can’t hold account.")).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("renovate");
  await expect(page.getByRole("checkbox", { name: /pullrequest:write/ })).toBeChecked();
  await page.goto(list);
  await expect(page.getByText("No access tokens yet")).toBeVisible();
  await page.goto(`${list}/create`);
  await expect(page.getByText("A link filled in this form.")).toBeHidden();
});

test("a preset fills in scopes, end and limits, by the form and by a link", async ({ page, login }) => {
  const { list } = await repositoryOf(await login());
  await page.goto(`${list}/create`);
  await page.getByLabel("Preset").selectOption("Read-only CI");
  await expect(page.getByRole("checkbox", { name: /^Read Clone/ })).toBeChecked();
  await expect(page.getByLabel("Expires")).toHaveValue("365");
  await page.goto(`${list}/create?preset=release-bot&name=release-bot`);
  await expect(page.getByText("A link filled in this form.")).toBeVisible();
  await expect(page.getByLabel("Preset")).toHaveValue("release-bot");
  await expect(page.getByLabel("Push to")).toHaveValue("release/*\nrefs/tags/*");
  await page.getByRole("button", { name: "Create access token" }).click();
  await copySecret(page);
  await expect(page.getByRole("row", { name: /release-bot/ })).toBeVisible();
});

test("a token whose issuer has left asks to be adopted", async ({ page, login }) => {
  const admin = await login();
  const { workspace, repository, list } = await repositoryOf(admin);
  const leaver = await makeUser({ name: "Jonas Weber" });
  await makeMember(workspace, leaver, "admin");
  const token = await makeAccessToken(repository, ["repository"], { createdBy: leaver });
  await page.goto(`${list}/${token.id}`);
  await expect(page.getByText("Jonas Weber has left.")).toBeHidden();
  await removeMember(operatorCaller(), { workspace: workspace.slug, userId: leaver.id });
  await page.reload();
  await expect(page.getByText("Jonas Weber has left.")).toBeVisible();
  await page.getByRole("button", { name: "Adopt the token" }).click();
  await expect(page.getByText("Jonas Weber has left.")).toBeHidden();
  await expect(page.getByText(`by ${admin.name}.`)).toBeVisible();
});

test("limits are named where they are wrong, told in the review, and shown on the token's page", async ({
  page,
  login,
}) => {
  const { list } = await repositoryOf(await login());
  await page.goto(`${list}/create?name=office&scopes=repository:write`);
  await page.getByText("Limits", { exact: true }).click();
  await page.getByLabel("Addresses", { exact: true }).fill("192.0.2.0/24\nnonsense");
  await page.getByLabel("Push to").fill("release/*");
  await page.getByRole("button", { name: "Create access token" }).click();
  await expect(page.getByLabel("Addresses", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Addresses", { exact: true })).toHaveAccessibleDescription(/^nonsense is no address/);
  await page.getByLabel("Addresses", { exact: true }).fill("192.0.2.0/24");
  await expect(page.getByText("It works from 192.0.2.0/24 alone.")).toBeVisible();
  await expect(page.getByText("It works for pushes to release/* alone.")).toBeVisible();
  await page.getByRole("button", { name: "Create access token" }).click();
  await copySecret(page);
  await page.getByRole("link", { name: "office" }).click();
  const limits = page.getByRole("region", { name: "Limits" });
  await expect(limits.getByText("192.0.2.0/24")).toBeVisible();
  await expect(limits.getByText("release/*")).toBeVisible();
});

test("the list is narrowed, sorted and kept on Back, and can be had as a file", async ({ page, login }) => {
  const { repository, list } = await repositoryOf(await login());
  await makeAccessToken(repository, ["repository:admin"], { name: "zeta" });
  await makeAccessToken(repository, ["repository:admin"], { name: "alpha" });
  await makeAccessToken(repository, ["repository"], { name: "middle" });
  await page.goto(list);
  await page.getByLabel("Filter").selectOption("Admin or delete scopes");
  await expect(page.getByRole("row")).toHaveCount(3);
  await page.getByLabel("Order").selectOption("By name");
  await expect(page.getByRole("row").nth(1)).toContainText("alpha");
  await expect(page).toHaveURL(/\?filter=strong_scopes&sort=name$/);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const lines = readFileSync(await (await download).path(), "utf8")
    .trim()
    .split("\r\n");
  expect(lines.map((line) => line.split(",")[1])).toEqual(["name", "alpha", "zeta"]);

  await page.getByRole("link", { name: "zeta" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "zeta" })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("Order")).toHaveValue("name");
  await expect(page.getByRole("row")).toHaveCount(3);
  await page.goBack();
  await expect(page.getByRole("row").nth(1)).toContainText("alpha");
  await page.goBack();
  await expect(page.getByRole("row")).toHaveCount(4);
});

test("a reader and a stranger learn nothing of a token from its page", async ({ page, login }) => {
  const admin = await makeUser();
  const { repository, list } = await repositoryOf(admin);
  const token = await makeAccessToken(repository, ["repository"], { name: "quiet-name" });
  await login();
  for (const address of [`${list}/${token.id}`, `${list}/${token.id}/replace`]) {
    await page.goto(address);
    await expect(page.getByText("Nothing here, or nothing you may see.")).toBeVisible();
    expect(await page.content()).not.toContain("quiet-name");
  }
  await login(admin);
  await page.goto(`${list}/not-an-id`);
  await expect(page.getByText("Nothing here, or nothing you may see.")).toBeVisible();
});

test("the pages of a token's life have no barrier", async ({ page, login }) => {
  test.slow();
  const { repository, list } = await repositoryOf(await login());
  const token = await makeAccessToken(repository, ["repository:write", "webhook"], {
    name: "A token with a name that is long enough to wrap",
    addresses: ["10.0.0.0/8", "2001:db8::/32"],
    addressMode: "watch",
    refs: ["release/*"],
    expiresAt: new Date(Date.now() + 40 * day),
  });
  await page.goto(`${list}/${token.id}`);
  await expectAccessible(page);
  await used(token);
  await page.reload();
  await expect(page.getByRole("img", { name: /^Requests a day/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Refused" })).toContainText("Needs pipeline:write");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Show as table" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Revoke…" }).click();
  await expect(page.getByRole("alertdialog").getByRole("row", { name: /git 2\.47\.1/ })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${list}/create?name=x&scopes=nonsense`);
  await page.getByText("Limits", { exact: true }).click();
  await page.getByLabel("Expires").selectOption("On a date");
  await page.getByRole("button", { name: "Create access token" }).click();
  await expect(page.getByText("Choose when it expires.").first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${list}/${token.id}/replace`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Replace token" }).click();
  await copySecret(page);
  await expect(page.getByText("The old secret still works")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "End the old secret now…" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectAccessible(page);
});

/** Has a request of a token answered and one refused, as the statistics tell it. */
async function used(token: TestAccessToken): Promise<void> {
  const { principal } = await callerOfToken(token);
  const request = { principal, address: "192.0.2.1", client: "git/2.47.1" };
  recordUsage({ ...request, operation: "git-upload-pack", scope: "repository", outcome: "allowed" });
  recordUsage({ ...request, operation: "runPipeline", scope: "pipeline:write", outcome: "insufficient_scope" });
  await flushUsage();
}

/** Copies the secret that the dialog shows, and leaves it. */
async function copySecret(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Copy secret" }).click();
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  noteSecretsIn(secret);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  return secret;
}

function clone({ workspace, repository }: { workspace: string; repository: string }, secret: string) {
  const { protocol, host } = new URL(process.env.LATCHKEY_E2E_ORIGIN ?? "");
  const address = `${protocol}//x-token-auth:${secret}@${host}/${workspace}/${repository}.git`;
  return shell(`rm -rf ${secret.slice(-8)} && git clone ${address} ${secret.slice(-8)}`, folder);
}
