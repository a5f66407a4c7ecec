import { sql } from "drizzle-orm";
import type { PoolClient } from "pg";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { databasePool, db } from "@/db/client";
import {
  callerOf,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { issuedRunner } from "@/test-support/runners";
import { writeFiles } from "@/test-support/write-files";
import type { Caller } from "../authorization/principal";
import { createBranchRestriction } from "../branch-restrictions/administer";
import { saveReport } from "../commit-reports/reports";
import { setCommitStatus } from "../commit-statuses/set";
import { createEnvironment } from "../environments/create";
import type { Result } from "../errors";
import { claimPipeline } from "../pipelines/claim";
import { completeRun } from "../pipelines/report";
import { startPipeline } from "../pipelines/start";
import { stopPipeline } from "../pipelines/stop";
import { createPullRequestComment } from "../pull-requests/comments";
import { createPullRequest } from "../pull-requests/create";
import { registerRepositoryRunner, registerWorkspaceRunner } from "../runners/administer";
import { createEnvironmentVariable, createRepositoryVariable, createWorkspaceVariable } from "../variables/create";
import { createRepositoryWebhook, createWorkspaceWebhook } from "../webhooks/administer";
import { deleteRepository } from "./delete";
import type { Repository } from "./find";

let admin: Caller;
let repository: Repository;
let names: { workspace: string; repository: string };

beforeEach(async () => {
  const person = await makeUser();
  repository = await makeRepository(await makeProject(await makeWorkspace({ admin: person })), { storage: true });
  admin = await callerOf(person);
  names = { workspace: repository.workspace.slug, repository: repository.slug };
});

describe("of two that are added at once, where there is room for one, one is:", () => {
  const variable = (number: number) => ({ key: `KEY_${number}`, value: "x" });
  const webhook = { url: "https://example.com/hook", events: ["repo:push"] };
  const testing = { ...variable(0), environment: "testing" };

  const build = (number: number) => ({
    key: `build-${number}`,
    state: "SUCCESSFUL" as const,
    url: "https://ci.example.com",
  });
  const finding = { title: "x", details: "x", report_type: "TEST" as const };
  const onCommit = async (number: number) => {
    if (number === 0) await fillRepositories(repository);
    return { ...names, commit: "main" };
  };

  test.each<[string, number, string, (number: number) => Promise<Result<unknown>>, Record<string, string>]>([
    ["a repository's runners", 100, "runners", () => registerRepositoryRunner(admin, { ...names, name: "x" }), {}],
    ["a workspace's runners", 100, "runners", () => registerWorkspaceRunner(admin, { ...names, name: "x" }), {}],
    ["a repository's webhooks", 50, "webhooks", () => createRepositoryWebhook(admin, { ...names, ...webhook }), {}],
    ["a workspace's webhooks", 50, "webhooks", () => createWorkspaceWebhook(admin, { ...names, ...webhook }), {}],
    [
      "a repository's variables",
      100,
      "variables",
      (number) => createRepositoryVariable(admin, { ...names, ...variable(number) }),
      { key: "OTHER_" },
    ],
    [
      "a workspace's variables",
      100,
      "variables",
      (number) => createWorkspaceVariable(admin, { ...names, ...variable(number) }),
      { key: "OTHER_" },
    ],
    [
      "an environment's variables",
      100,
      "variables",
      async (number) => {
        await createEnvironment(admin, { ...names, name: testing.environment, type: "Test" });
        return createEnvironmentVariable(admin, { ...names, ...testing, ...variable(number) });
      },
      { key: "OTHER_" },
    ],
    [
      "environments",
      100,
      "environments",
      (number) => createEnvironment(admin, { ...names, name: `Place ${number}`, type: "Test" }),
      { name: "Other ", slug: "other-" },
    ],
    [
      "branch restrictions",
      500,
      "branch_restrictions",
      (number) => createBranchRestriction(admin, { ...names, kind: "force", pattern: `release/${number}` }),
      { pattern: "other/", number: "1000" },
    ],
    [
      "builds of a commit",
      1_000,
      "commit_statuses",
      async (number) => setCommitStatus(admin, { ...(await onCommit(number)), ...build(number) }),
      { key: "other-" },
    ],
    [
      "reports on a commit",
      1_000,
      "commit_reports",
      async (number) => saveReport(admin, { ...(await onCommit(number)), report: `x-${number}`, values: finding }),
      { external_id: "other-" },
    ],
  ])("%s", async (_, ceiling, table, create, unique) => {
    expect(await create(0)).toMatchObject({ ok: true });
    const digest = table === "runners" ? ["secret_digest"] : [];
    const changes = [
      ...["id", ...digest].map((column) => sql`${column}::text, md5(present.id || at::text)`),
      ...Object.entries(unique).map(([column, before]) => sql`${column}::text, ${before}::text || at`),
    ];
    await db().execute(sql`
      insert into ${sql.identifier(table)}
      select copies.* from ${sql.identifier(table)} as present, generate_series(1, ${ceiling - 2}) as at,
             jsonb_populate_record(present, jsonb_build_object(${sql.join(changes, sql`, `)})) as copies
       where present.workspace_id = ${repository.workspace.id}`);
    const results = await Promise.all([create(1), create(2), create(3)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const { rows } = await db().execute(sql`
      select from ${sql.identifier(table)} where workspace_id = ${repository.workspace.id}`);
    expect(rows).toHaveLength(ceiling);
    const refused = JSON.stringify(results.find(({ ok }) => !ok));
    const there = `There are ${ceiling.toLocaleString("en")} .*\\. (Delete one first|Use the key of one of them)\\.`;
    expect(refused).toMatch(new RegExp(there));
    if (!table.startsWith("commit_")) return;
    // Said again, what is there changes, and takes no more room.
    expect(await create(results.findIndex(({ ok }) => ok) + 1)).toMatchObject({ ok: true });
  });
});

describe("a deletion of a repository and what else happens in it don't wait for each other:", () => {
  /** Takes a lock that a deletion takes. */
  async function lock(client: PoolClient, table: string, how = "for update"): Promise<void> {
    const owner = table === "repositories" ? "id" : "repository_id";
    await client.query(`select from ${table} where workspace_id = $1 and ${owner} = $2 ${how}`, [
      repository.workspace.id,
      repository.id,
    ]);
  }

  async function waitsFor(client: PoolClient): Promise<void> {
    await vi.waitFor(async () => {
      const { rows } = await client.query(
        "select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))",
      );
      expect(rows).toHaveLength(1);
    });
  }

  async function withClient(act: (client: PoolClient) => Promise<void>): Promise<void> {
    const client = await databasePool().connect();
    try {
      await client.query("begin");
      await act(client);
    } finally {
      await client.query("rollback");
      client.release();
    }
  }

  async function openPullRequest(): Promise<string> {
    await fillRepositories(repository);
    const seenCommit = await writeFiles(admin, repository, "topic", { "topic.txt": "topic\n" });
    await createPullRequest(admin, { ...names, title: "Topic", source: "topic" });
    return seenCommit;
  }

  test.each([
    ["a comment on a commit that was seen", true, "repository_counters", "pull_requests"],
    ["a comment on whatever is there", false, "pull_requests", "repository_counters"],
  ])("%s", async (_, saysWhatItSaw, first, second) => {
    const seenCommit = await openPullRequest();
    const seen = saysWhatItSaw ? { seenCommit } : {};
    const comment = () => createPullRequestComment(admin, { ...names, number: 1, content: "Nice", ...seen });
    expect(await comment()).toMatchObject({ ok: true });
    await withClient(async (deleting) => {
      await lock(deleting, "repositories");
      await lock(deleting, first);
      const said = comment();
      await waitsFor(deleting);
      await lock(deleting, second, "for update nowait");
      await deleting.query("rollback");
      expect(await said).toMatchObject({ ok: true });
    });
  });

  test.each(["stopped", "completed"])("a run that is %s", async (end) => {
    await fillRepositories(repository);
    const events = ["pipeline:span_created"];
    await createRepositoryWebhook(admin, { ...names, url: "https://example.com/hook", events });
    const target = { type: "pipeline_ref_target", refType: "branch", refName: "main" };
    expect(await startPipeline(admin, { ...names, target })).toMatchObject({ ok: true });
    const runner = await issuedRunner(repository);
    const claimed = await claimPipeline(runner);
    const run = claimed.ok && claimed.value ? claimed.value.run.id : "";
    await withClient(async (deleting) => {
      await lock(deleting, "repositories");
      await lock(deleting, "webhooks");
      const ended =
        end === "stopped"
          ? stopPipeline(admin, { ...names, pipeline: run })
          : completeRun(runner, { run, result: "SUCCESSFUL" });
      await waitsFor(deleting);
      await lock(deleting, "pipelines", "for update nowait");
      await deleting.query("rollback");
      expect(await ended).toMatchObject({ ok: true });
    });
  });

  test("what is written to the audit log, where tokens end along", async () => {
    await openPullRequest();
    await makeAccessToken(repository, ["repository"]);
    await withClient(async (changing) => {
      await lock(changing, "pull_requests");
      const deleted = deleteRepository(admin, names);
      await waitsFor(changing);
      const chain = "select from audit_chains where id = $1 for update nowait";
      await changing.query(chain, [repository.workspace.id]);
      await changing.query("rollback");
      expect(await deleted).toMatchObject({ value: { endedTokens: 1 } });
    });
  });
});
