import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { operator } from "@/lib/authorization/operator";
import { runInRepository } from "@/lib/git/storage";
import { checkPush } from "@/lib/git-access/check-push";
import type { Repository } from "@/lib/repositories/find";
import { defaultPolicy } from "@/lib/token-policies/policy";
import { updateTokenPolicy } from "@/lib/token-policies/update";
import { flushUsage } from "@/lib/token-usage/flush";
import { getTokenUsage } from "@/lib/token-usage/get";
import {
  callerOfToken,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { type Client, gitClient } from "@/test-support/git";
import { startServer, type TestServer } from "@/test-support/server";

let server: TestServer;
let repository: Repository;
const clients: Client[] = [];

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  await server.close();
  await Promise.all(clients.map((client) => client.remove()));
});

beforeEach(async () => {
  repository = await makeRepository(await makeProject(await makeWorkspace()), { storage: true });
});

/** A client with a commit on main that is pushed already, whose origin is asked with the token. */
async function clientOf(token: TestAccessToken): Promise<Client> {
  const client = await gitClient();
  clients.push(client);
  await client.commit("README.md", "# Hello\n");
  const writer = await makeAccessToken(repository, ["repository:write"]);
  await client.git("push", "--quiet", addressFor(writer), "main");
  await client.git("remote", "add", "origin", addressFor(token));
  return client;
}

function addressFor(token: TestAccessToken): string {
  return server.gitAddress(`${repository.workspace.slug}/${repository.slug}.git`, token.secret);
}

async function refs(): Promise<string[]> {
  const output = await runInRepository(repository.id, ["for-each-ref", "--format=%(refname)"]);
  return output.toString().trim().split("\n");
}

describe("a token with patterns of refs", () => {
  test("pushes branches and tags that one of them allows", async () => {
    const token = await makeAccessToken(repository, ["repository:write"], { refs: ["release/*", "refs/tags/v*"] });
    const client = await clientOf(token);
    await client.git("tag", "v1");
    await client.git("push", "--quiet", "origin", "main:release/1.0", "v1");
    expect(await refs()).toEqual(["refs/heads/main", "refs/heads/release/1.0", "refs/tags/v1"]);
  });

  test("is told what it may not push to, and nothing of such a push comes in", async () => {
    const token = await makeAccessToken(repository, ["repository:write"], { refs: ["release/*"] });
    const client = await clientOf(token);
    await client.git("tag", "v1");
    const pushed = client.git("push", "origin", "main:release/1.0", "main:topic", "v1");
    await expect(pushed).rejects.toThrow(/remote: This token may push to release\/\* and nowhere else\./);
    await expect(pushed).rejects.toThrow(/remote: {3}refs\/heads\/topic *\nremote: {3}refs\/tags\/v1/);
    await expect(pushed).rejects.not.toThrow(/remote: {3}refs\/heads\/release/);
    await expect(pushed).rejects.toThrow(/\[remote rejected\] main -> topic/);
    expect(await refs()).toEqual(["refs/heads/main"]);
  });

  test.each([
    ["deletes", ["--delete", "origin", "topic"]],
    ["forces", ["--force", "origin", "topic"]],
    ["pushes, atomically,", ["--atomic", "--force", "origin", "main:release/2", "topic"]],
  ])("%s no other branch", async (_, push) => {
    const token = await makeAccessToken(repository, ["repository:write"], { refs: ["release/*"] });
    const client = await clientOf(token);
    const writer = await makeAccessToken(repository, ["repository:write"]);
    await client.git("push", "--quiet", addressFor(writer), "main:topic");
    await client.git("checkout", "--quiet", "-b", "topic");
    await client.git("commit", "--quiet", "--amend", "--message=Anew");
    const before = await runInRepository(repository.id, ["rev-parse", "topic"]);
    await expect(client.git("push", ...push)).rejects.toThrow(/This token may push to release/);
    expect(await runInRepository(repository.id, ["rev-parse", "topic"])).toEqual(before);
    expect(await refs()).toEqual(["refs/heads/main", "refs/heads/topic"]);
  });

  test("deletes and forces where they allow it", async () => {
    const token = await makeAccessToken(repository, ["repository:write"], { refs: ["topic"] });
    const client = await clientOf(token);
    await client.git("push", "--quiet", "origin", "main:topic");
    await client.git("commit", "--quiet", "--amend", "--message=Anew");
    await client.git("push", "--quiet", "--force", "origin", "main:topic");
    await client.git("push", "--quiet", "origin", ":topic");
    expect(await refs()).toEqual(["refs/heads/main"]);
  });

  test("pulls anything", async () => {
    const token = await makeAccessToken(repository, ["repository:write"], { refs: ["release/*"] });
    const client = await clientOf(token);
    expect(await client.git("ls-remote", "origin", "main")).toContain("refs/heads/main");
  });
});

test("a refused push counts as one refusal of the token, with its reason", async () => {
  const token = await makeAccessToken(repository, ["repository:write"], { refs: ["release/*"] });
  const client = await clientOf(token);
  await expect(client.git("push", "origin", "main:topic")).rejects.toThrow(/This token may push/);
  await flushUsage();
  const resource = {
    kind: "repository",
    workspace: repository.workspace.slug,
    repository: repository.slug,
  } as const;
  expect(await getTokenUsage(operator, { resource, id: token.id })).toMatchObject({
    value: { refusals: [{ outcome: "ref", operation: "git-receive-pack", requests: 1 }] },
  });
});

describe("a push that holds a live secret", () => {
  let writer: TestAccessToken;
  let leaked: TestAccessToken;
  let client: Client;

  beforeEach(async () => {
    writer = await makeAccessToken(repository, ["repository:write"]);
    // Of another workspace, to which whoever pushes may have no access.
    leaked = await makeAccessToken(await makeWorkspace(), ["repository"]);
    client = await clientOf(writer);
  });

  async function refusal(...push: string[]): Promise<string> {
    const before = await refs();
    const message = await client.git("push", "origin", ...push).then(
      () => "accepted",
      (error: Error) => error.message,
    );
    expect(message).toContain("remote: This push holds the secret of a live Latchkey access token:");
    expect(message).not.toContain(leaked.secret);
    expect(await refs()).toEqual(before);
    return message.replace(/ +$/gm, "");
  }

  test("is refused, and git prints the commit and the file", async () => {
    await client.commit("a.txt", "nothing\n");
    const commit = await client.commit("deploy/.env", `TOKEN=${leaked.secret}\n`);
    await client.commit("deploy/.env", "TOKEN=\n");
    expect(await refusal("main")).toContain(`remote:   commit ${commit.slice(0, 10)}, file deploy/.env\n`);
  });

  test("is refused for a secret in a merged branch, a message, a tag and a file's name", async () => {
    await client.git("fetch", "--quiet", "origin");
    await client.git("checkout", "--quiet", "-b", "side");
    const onSide = await client.commit("side.txt", leaked.secret);
    await client.git("checkout", "--quiet", "main");
    await client.commit("main.txt", "more\n");
    await client.git("merge", "--quiet", "--no-ff", "--message=Merge", "side");
    expect(await refusal("main")).toContain(`commit ${onSide.slice(0, 10)}, file side.txt\n`);

    await client.git("reset", "--quiet", "--hard", "origin/main");
    const said = await client.commit("b.txt", "b\n", `Use ${leaked.secret}`);
    expect(await refusal("main")).toContain(`commit ${said.slice(0, 10)}, its message\n`);

    await client.git("reset", "--quiet", "--hard", "origin/main");
    await client.git("tag", "--annotate", `--message=${leaked.secret}`, "v1");
    expect(await refusal("v1")).toMatch(/tag object [0-9a-f]{10}, its message\n/);

    const named = await client.commit(`keys/${leaked.secret}.txt`, "c\n");
    expect(await refusal("main")).toContain(`commit ${named.slice(0, 10)}, a file’s name in keys\n`);
  });

  test("is refused however large the file is", async () => {
    await client.git("config", "core.compression", "0");
    const commit = await client.commit("large.txt", `${"0123456789abcdef".repeat(512 * 1024)}${leaked.secret}\n`);
    expect(await refusal("main")).toContain(`commit ${commit.slice(0, 10)}, file large.txt\n`);
  });

  test("comes in where the secret has ended, is mistyped, or was there before", async () => {
    const over = await makeAccessToken(repository, ["repository"], { expiresAt: new Date(Date.now() - 1000) });
    const mistyped = leaked.secret.slice(0, -1) + (leaked.secret.endsWith("0") ? "1" : "0");
    await client.commit("ended.txt", `${over.secret} ${mistyped}`);
    await client.git("push", "--quiet", "origin", "main");

    const earlier = await makeRepository(repository.project, { storage: true });
    const later = await makeAccessToken(earlier, ["repository"]);
    await setCheck(false);
    await client.commit("old.txt", later.secret);
    await client.git("push", "--quiet", "origin", "main");
    await setCheck(true);
    await client.commit("new.txt", "new\n");
    await client.git("push", "--quiet", "origin", "main", "main:topic");
    expect(await refs()).toContain("refs/heads/topic");
  });

  test("comes in where the workspace has switched the check off", async () => {
    await setCheck(false);
    await client.commit("deploy/.env", leaked.secret);
    await client.git("push", "--quiet", "origin", "main");
  });

  async function setCheck(refusesPushedSecrets: boolean): Promise<void> {
    const policy = { ...defaultPolicy, refusesPushedSecrets, workspace: repository.workspace.slug };
    const updated = await updateTokenPolicy(operator, policy);
    expect(updated.ok).toBe(true);
  }
});

test("a push that can't be looked through in time is refused, and one that nobody waits for ends", async () => {
  const token = await makeAccessToken(repository, ["repository:write"]);
  const client = await clientOf(token);
  const after = await client.commit("a.txt", "a\n");
  const { principal } = await callerOfToken(token);
  const push = {
    updates: [{ before: "0".repeat(40), after, ref: "refs/heads/a" }],
    objectDirectory: `${client.folder}/.git/objects`,
    alternates: "",
  };
  const waiting = new AbortController();
  const asked = { through: "push", signal: waiting.signal } as const;
  expect(await checkPush(principal, repository, push, asked)).toBeNull();
  expect(await checkPush(principal, repository, push, { ...asked, searchMs: 0 })).toMatchObject({
    reason: null,
    lines: [expect.stringContaining("took longer than"), expect.stringContaining("smaller parts")],
  });
  waiting.abort();
  await expect(checkPush(principal, repository, push, asked)).rejects.toThrow(/aborted/);
});

test("a push that git can't read through is refused", async () => {
  const token = await makeAccessToken(repository, ["repository:write"]);
  const { principal } = await callerOfToken(token);
  const push = {
    updates: [{ before: "0".repeat(40), after: "1".repeat(40), ref: "refs/heads/a" }],
    objectDirectory: "",
    alternates: "",
  };
  await expect(checkPush(principal, repository, push, { through: "push" })).rejects.toThrow(/couldn't be read/);
});
