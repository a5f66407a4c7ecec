import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyAccessToken } from "@/lib/access-tokens/verify";
import { env } from "@/lib/env";
import { runInRepository } from "@/lib/git/storage";
import { findRepository } from "@/lib/repositories/find";
import { authenticateUser } from "@/lib/users/authenticate";
import { bundledCommandLine } from "@/test-support/cli";
import { makeProject, makeRepository, makeUser, makeWorkspace, uniqueText } from "@/test-support/factories";

let commandLine: Awaited<ReturnType<typeof bundledCommandLine>>;

beforeAll(async () => {
  commandLine = await bundledCommandLine();
});
afterAll(() => commandLine.remove());

test("an account is made with a password that is printed once, or given", async () => {
  const email = `${uniqueText()}@example.com`;
  const made = await json("user", "create", "--email", email, "--name", "Ann");
  expect(
    await authenticateUser({ email, password: made.password ?? "", address: null, requestId: null }),
  ).toMatchObject({
    ok: true,
  });

  const again = await latchkey("user", "create", "--email", email, "--name", "Ann");
  expect(again).toMatchObject({ code: 1, out: "", err: `There is an account with the address ${email}.\n` });

  const other = `${uniqueText()}@example.com`;
  const child = start("user", "create", "--email", other, "--name", "Bo", "--password-stdin", "--json");
  child.process.stdin.end("correct horse battery\n");
  expect(JSON.parse((await child.outcome).out)).not.toHaveProperty("password");
});

test("a workspace gets the admin that is named, and its plan can be changed", async () => {
  const admin = await makeUser();
  const slug = `ws-${uniqueText()}`;
  const made = await json(
    "workspace",
    "create",
    "--slug",
    slug,
    "--name",
    "W",
    "--plan",
    "premium",
    "--admin",
    admin.email,
  );
  expect(made).toMatchObject({ slug, plan: "premium", admin: admin.email });
  expect(await json("workspace", "set-plan", slug, "free")).toEqual({ slug, plan: "free" });
});

test("projects and repositories are made, and a history is imported whole", async () => {
  const workspace = await makeWorkspace({ admin: await makeUser() });
  const at = ["--workspace", workspace.slug];
  expect(await json("project", "create", ...at, "--key", "plat", "--name", "Platform")).toMatchObject({ key: "PLAT" });
  const create = ["repository", "create", ...at, "--project", "PLAT", "--slug", "empty", "--name", "Empty"];
  expect(await json(...create)).toMatchObject({ slug: "empty", main_branch: "main", size: 0 });

  const source = await makeRepository(await makeProject(workspace), { storage: true });
  const history =
    "commit refs/heads/trunk\ncommitter A <a@b.c> 1700000000 +0000\ndata 2\nhi\nM 644 inline f\ndata 2\nhi\n";
  await runInRepository(source.id, ["fast-import", "--quiet"], { input: history });
  await runInRepository(source.id, ["symbolic-ref", "HEAD", "refs/heads/trunk"]);
  const from = path.join(env.dataDir, "git", `${source.id}.git`);
  const imported = await json("repository", "import", from, ...at, "--project", "PLAT", "--slug", "copy");
  expect(imported).toMatchObject({ slug: "copy", main_branch: "trunk" });
  const copy = await findRepository(workspace.slug, "copy");
  expect((await runInRepository(copy?.id ?? "", ["show", "trunk:f"])).toString()).toBe("hi");

  const missing = await latchkey("repository", "import", "/nonexistent", ...at, "--project", "PLAT", "--slug", "gone");
  expect(missing.code).toBe(1);
  expect(missing.err).toMatch(/git can’t copy it: .*\/nonexistent/);
  expect(await findRepository(workspace.slug, "gone")).toBeNull();
});

test("a token is issued, listed and revoked, and works until then", async () => {
  const workspace = await makeWorkspace();
  const repository = await makeRepository(await makeProject(workspace));
  const resource = ["--workspace", workspace.slug, "--repository", repository.slug];
  const scopes = ["--scope", "repository", "--scope", "pullrequest"];
  const issued = await json<{ id: string; secret: string }>("token", "issue", ...resource, "--name", "ci", ...scopes);
  expect(issued).toMatchObject({
    kind: "repository",
    name: "ci",
    scopes: ["repository", "pullrequest"],
    bot_uuid: `{${issued.id}}`,
    bot_email: expect.stringMatching(/^[a-z0-9]{30}@bots\./),
    clone_url: expect.stringContaining(`x-token-auth@`),
  });
  expect(await verifyAccessToken(issued.secret)).toMatchObject({ accessTokenId: issued.id });

  const [listed, ...others] = await json<object[]>("token", "list", ...resource);
  expect(others).toEqual([]);
  expect(listed).toMatchObject({ id: issued.id, name: "ci", state: "active", last_used_at: null });
  expect(JSON.stringify(listed)).not.toContain(issued.secret);

  expect(await json("token", "revoke", issued.id)).toMatchObject({ id: issued.id, state: "revoked" });
  expect(await verifyAccessToken(issued.secret)).toBeNull();
  expect(await latchkey("token", "revoke", issued.id)).toMatchObject({ code: 1, out: "" });
  expect(await json("token", "list", ...resource)).toMatchObject([{ id: issued.id, state: "revoked" }]);
});

test("a token is issued with an end and limits, and with those of a preset", async () => {
  const repository = await makeRepository(await makeProject(await makeWorkspace()));
  const at = ["--workspace", repository.workspace.slug, "--repository", repository.slug];
  const limited = [
    "--expires",
    "2099-01-31T12:00:00Z",
    "--address",
    "10.0.0.0/8",
    "::1",
    "--watch",
    "--ref",
    "release/*",
  ];
  const tooLate = await latchkey("token", "issue", ...at, "--name", "a", "--scope", "repository", ...limited);
  expect(tooLate).toMatchObject({ code: 1, err: "--expires: Choose a date within ten years.\n" });

  const days = ["--expires", "30", ...limited.slice(2)];
  const issued = await json("token", "issue", ...at, "--name", "a", "--scope", "repository", ...days);
  expect(issued).toMatchObject({
    addresses: ["10.0.0.0/8", "::1/128"],
    address_mode: "watch",
    refs: ["release/*"],
  });
  expect(daysFrom(issued.created_at, issued.expires_at)).toBe(30);

  const bot = await json("token", "issue", ...at, "--name", "b", "--preset", "release BOT", "--ref", "v*");
  expect(bot).toMatchObject({ scopes: ["repository:write"], addresses: null, address_mode: null, refs: ["v*"] });
  expect(daysFrom(bot.created_at, bot.expires_at)).toBe(90);
  expect(await json("token", "list", ...at)).toMatchObject([
    { id: bot.id, expires_at: bot.expires_at, refs: ["v*"], replaced_at: null, end_reason: null },
    { id: issued.id, address_mode: "watch" },
  ]);

  const never = ["--preset", "release-bot", "--expires", "never"];
  expect(await json("token", "issue", ...at, "--name", "c", ...never)).toMatchObject({ expires_at: null });
  const unknown = await latchkey("token", "issue", ...at, "--name", "d", "--preset", "ghost");
  expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining("Read-only CI") });
});

test("a token is replaced with what it had, or less, and its old secret ended", async () => {
  const repository = await makeRepository(await makeProject(await makeWorkspace()));
  const at = ["--workspace", repository.workspace.slug, "--repository", repository.slug];
  const limits = ["--expires", "30", "--address", "10.0.0.0/8", "--watch", "--ref", "release/*"];
  const first = await json("token", "issue", ...at, "--name", "ci", "--scope", "repository:write", ...limits);

  const second = await json("token", "replace", first.id ?? "");
  expect(second).toMatchObject({
    id: first.id,
    scopes: ["repository:write"],
    addresses: ["10.0.0.0/8"],
    address_mode: "watch",
    refs: ["release/*"],
  });
  expect(daysFrom(second.replaced_at, second.expires_at)).toBe(30);
  expect(second.secret).not.toBe(first.secret);
  for (const { secret } of [first, second]) {
    expect(await verifyAccessToken(secret ?? "")).toMatchObject({ accessTokenId: first.id });
  }
  const third = await latchkey("token", "replace", first.id ?? "");
  expect(third).toMatchObject({ code: 1, err: expect.stringContaining("still has its old secret") });

  expect(await json("token", "end-old", first.id ?? "")).toMatchObject({ id: first.id, state: "active" });
  expect(await verifyAccessToken(first.secret ?? "")).toBeNull();
  expect((await latchkey("token", "end-old", first.id ?? "")).code).toBe(1);

  const narrowing = ["--scope", "repository", "--ref", "release/1.*", "--enforce", "--overlap", "none"];
  const wider = await latchkey("token", "replace", first.id ?? "", "--ref", "main");
  expect(wider).toMatchObject({ code: 1, err: expect.stringContaining("--ref: A replacement can’t push to more") });
  expect(await json("token", "replace", first.id ?? "", ...narrowing)).toMatchObject({
    scopes: ["repository"],
    address_mode: "enforce",
    refs: ["release/1.*"],
  });
  expect(await verifyAccessToken(second.secret ?? "")).toBeNull();
});

test("below premium a project's or workspace's token is refused, with the way out", async () => {
  const workspace = await makeWorkspace({ plan: "standard" });
  const refused = await latchkey("token", "issue", "--workspace", workspace.slug, "--name", "x", "--scope", "account");
  expect(refused).toMatchObject({ code: 1, out: "" });
  expect(refused.err).toContain("workspace set-plan");
});

test("who has no account is invited by a link", async () => {
  const workspace = await makeWorkspace();
  const email = `${uniqueText()}@example.com`;
  const added = await json("member", "add", "--workspace", workspace.slug, "--email", email, "--role", "admin");
  expect(added).toMatchObject({ state: "invited", email, link: expect.stringMatching(/^http.*\/join\/\S+$/) });
});

test("wrong usage ends with 2 and says so on the error output", async () => {
  for (const args of [
    [],
    ["nonsense"],
    ["token", "list"],
    ["workspace", "set-plan", "acme", "gold"],
    ["token", "list", "--workspace", "a", "--project", "P", "--repository", "r"],
    ["token", "issue", "--workspace", "a", "--name", "n"],
    ["token", "issue", "--workspace", "a", "--name", "n", "--scope", "account", "--expires", "soon"],
    ["token", "replace", "x", "--overlap", "1h"],
    ["token", "replace", "x", "--watch", "--enforce"],
  ]) {
    const { code, out, err } = await latchkey(...args);
    expect({ args, code, out }).toEqual({ args, code: 2, out: "" });
    expect(err).not.toBe("");
  }
  expect((await latchkey("--help")).code).toBe(0);
});

function daysFrom(from: string | undefined, to: string | undefined): number {
  return Math.round((Date.parse(to ?? "") - Date.parse(from ?? "")) / (24 * 60 * 60_000));
}

function latchkey(...args: string[]) {
  return commandLine.latchkey(...args);
}

function start(...args: string[]) {
  return commandLine.start(...args);
}

function json<Printed = Record<string, string>>(...args: string[]): Promise<Printed> {
  return commandLine.json<Printed>(...args);
}
