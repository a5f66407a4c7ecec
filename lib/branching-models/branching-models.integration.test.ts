import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  type TestAccessToken,
  type TestUser,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { startServer, type TestServer } from "@/test-support/server";
import { writeFiles } from "@/test-support/write-files";
import type { Caller } from "../authorization/principal";
import { addProjectDefaultReviewer, deleteProjectDefaultReviewer } from "../default-reviewers/of-project";
import { braced } from "../ids";
import type { Project } from "../projects/find";
import type { Repository } from "../repositories/find";
import type { Workspace } from "../workspaces/find";
import { getBranchingModelSettings } from "./get";
import { overrideBranchingModel, updateBranchingModelSettings, updateProjectBranchingModelSettings } from "./update";

let server: TestServer;
let person: TestUser;
let workspace: Workspace;
let admin: Caller;
let project: Project;
let repository: Repository;
let token: TestAccessToken;
let ofRepository: string;
let ofProject: string;

beforeAll(async () => {
  server = await startServer();
  person = await makeUser();
  workspace = await makeWorkspace({ admin: person });
  admin = await callerOf(person);
  token = await makeAccessToken(workspace, ["repository", "repository:admin", "project:admin", "pullrequest:write"]);
});

afterAll(() => server.close());

beforeEach(async () => {
  project = await makeProject(workspace);
  repository = await makeRepository(project, { storage: true });
  await fillRepositories(repository);
  ofRepository = `/2.0/repositories/${workspace.slug}/${repository.slug}`;
  ofProject = `/2.0/workspaces/${workspace.slug}/projects/${project.key}`;
});

async function ask(method: string, path: string, body?: unknown) {
  const init =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await server.get(path, token.secret, { method, ...init });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith("{") ? JSON.parse(text) : null };
}

async function told(action: string, id: string) {
  const rows = await db().select().from(auditEvents).where(eq(auditEvents.resourceId, id));
  return rows.filter((row) => row.action === action).map(({ details }) => details);
}

const usual = [
  { kind: "feature", prefix: "feature/" },
  { kind: "bugfix", prefix: "bugfix/" },
  { kind: "release", prefix: "release/" },
  { kind: "hotfix", prefix: "hotfix/" },
];

describe("the branching model of a repository", () => {
  test("is the usual one at first: development on the main branch, no production, four prefixes", async () => {
    const { body } = await ask("GET", `${ofRepository}/branching-model`);
    expect(body).toMatchObject({
      type: "branching_model",
      development: { name: "main", use_mainbranch: true, branch: { type: "branch", name: "main", target: {} } },
      branch_types: usual,
    });
    expect(body).not.toHaveProperty("production");
    const effective = await ask("GET", `${ofRepository}/effective-branching-model`);
    expect(effective.body).toMatchObject({ type: "effective_repo_branching_model", branch_types: usual });
    expect((await ask("GET", `${ofRepository}/branching-model/settings`)).body).toMatchObject({
      development: { name: null, use_mainbranch: true, is_valid: true },
      production: { enabled: false, is_valid: true },
      default_branch_deletion: "false",
    });
  });

  test("of an empty repository points at nothing", async () => {
    const empty = await makeRepository(project, { storage: true });
    const { body } = await ask("GET", `/2.0/repositories/${workspace.slug}/${empty.slug}/branching-model`);
    expect(body.development).toEqual({ name: null, use_mainbranch: true });
  });

  test("changes in what is sent, and in nothing else", async () => {
    await writeFiles(admin, repository, "live", { "a.txt": "a" });
    const settings = `${ofRepository}/branching-model/settings`;
    const first = await ask("PUT", settings, {
      production: { enabled: true, use_mainbranch: false, name: "live" },
      default_branch_deletion: "true",
    });
    expect(first).toMatchObject({
      status: 200,
      body: {
        development: { use_mainbranch: true },
        production: { enabled: true, name: "live", use_mainbranch: false, is_valid: true },
        default_branch_deletion: "true",
      },
    });
    await ask("PUT", settings, { branch_types: [{ kind: "hotfix", enabled: false }] });
    const { body } = await ask("GET", `${ofRepository}/branching-model`);
    expect(body.branch_types).toEqual(usual.slice(0, 3));
    expect(body.production).toMatchObject({ name: "live", branch: { name: "live" } });
    expect(await told("branching_model.updated", repository.id)).toHaveLength(2);
  });

  test("says that a branch is gone that it names", async () => {
    await writeFiles(admin, repository, "live", { "a.txt": "a" });
    await ask("PUT", `${ofRepository}/branching-model/settings`, { production: { enabled: true, name: "live" } });
    expect((await ask("DELETE", `${ofRepository}/refs/branches/live`)).status).toBe(204);
    const { body } = await ask("GET", `${ofRepository}/branching-model`);
    expect(body.production).toEqual({ name: "live", use_mainbranch: false });
    const settings = await ask("GET", `${ofRepository}/branching-model/settings`);
    expect(settings.body.production.is_valid).toBe(false);
    // What has nothing to do with it can be changed all the same.
    const other = { branch_types: [{ kind: "hotfix", enabled: false }] };
    expect((await ask("PUT", `${ofRepository}/branching-model/settings`, other)).status).toBe(200);
  });

  test("refuses what is no model, and stays as it was", async () => {
    const wrong = [
      { development: { name: "gone" } },
      { development: { use_mainbranch: false } },
      { production: { enabled: true, name: "a b" } },
      { branch_types: [{ kind: "chore", prefix: "chore/" }] },
      { branch_types: [{ kind: "release", prefix: "fea" }] },
      { branch_types: [{ prefix: "x/" }] },
      { default_branch_deletion: "maybe" },
      { development: "main" },
    ];
    for (const body of wrong) {
      const refused = await ask("PUT", `${ofRepository}/branching-model/settings`, body);
      expect([body, refused.status]).toEqual([body, 400]);
      expect(refused.body.error.fields).toHaveProperty(Object.keys(body)[0] ?? "");
    }
    expect((await ask("GET", `${ofRepository}/override-settings`)).body.override_settings.branching_model).toBe(false);
    expect(await told("branching_model.updated", repository.id)).toEqual([]);
  });

  test("is its project's until it has its own, and can be again", async () => {
    await ask("PUT", `${ofProject}/branching-model/settings`, {
      branch_types: [{ kind: "feature", prefix: "topic/" }],
    });
    const prefix = async () =>
      (await ask("GET", `${ofRepository}/effective-branching-model`)).body.branch_types[0].prefix;
    const overrides = async () => (await ask("GET", ofRepository)).body.override_settings.branching_model;
    expect([await prefix(), await overrides()]).toEqual(["topic/", false]);
    expect((await ask("PUT", `${ofRepository}/override-settings`, { branching_model: true })).status).toBe(204);
    await ask("PUT", `${ofProject}/branching-model/settings`, { branch_types: [{ kind: "feature", prefix: "f/" }] });
    expect([await prefix(), await overrides()]).toEqual(["topic/", true]);
    expect((await ask("PUT", `${ofRepository}/override-settings`, { branching_model: false })).status).toBe(204);
    expect([await prefix(), await overrides()]).toEqual(["f/", false]);
    expect((await ask("PUT", `${ofRepository}/override-settings`, { default_merge_strategy: true })).status).toBe(400);
    expect(await told("branching_model.inherited", repository.id)).toHaveLength(1);
  });

  test("falls back on the main branch where the project names one that isn't there", async () => {
    await ask("PUT", `${ofProject}/branching-model/settings`, {
      development: { name: "develop", use_mainbranch: false },
      production: { enabled: true, use_mainbranch: true },
    });
    const model = async () => (await ask("GET", `${ofRepository}/effective-branching-model`)).body;
    expect((await model()).development).toMatchObject({ name: "main", use_mainbranch: true });
    await writeFiles(admin, repository, "develop", { "a.txt": "a" });
    expect((await model()).development).toMatchObject({ name: "develop", use_mainbranch: false });
    expect((await model()).production).toMatchObject({ name: "main", use_mainbranch: true });
    expect((await ask("GET", `${ofProject}/branching-model`)).body).toMatchObject({
      type: "project_branching_model",
      development: { name: "develop", use_mainbranch: false },
      production: { name: null, use_mainbranch: true },
    });
  });

  test("keeps both of two changes at once", async () => {
    const names = { workspace: workspace.slug, repository: repository.slug };
    const kinds = ["feature", "bugfix", "release", "hotfix"] as const;
    await Promise.all(
      kinds.map((kind) => updateBranchingModelSettings(admin, { ...names, kinds: [{ kind, prefix: `${kind}-` }] })),
    );
    const settings = await getBranchingModelSettings(admin, names);
    expect(settings.ok && kinds.map((kind) => settings.value.model.kinds[kind].prefix)).toEqual(
      kinds.map((kind) => `${kind}-`),
    );
  });

  test("says whether pull requests close their branches, where they don't say", async () => {
    await writeFiles(admin, repository, "one", { "a.txt": "a" });
    await ask("PUT", `${ofProject}/branching-model/settings`, { default_branch_deletion: "true" });
    const opened = { title: "One", source: { branch: { name: "one" } } };
    expect((await ask("POST", `${ofRepository}/pullrequests`, opened)).body.close_source_branch).toBe(true);
    await writeFiles(admin, repository, "two", { "b.txt": "b" });
    const stays = { title: "Two", source: { branch: { name: "two" } }, close_source_branch: false };
    expect((await ask("POST", `${ofRepository}/pullrequests`, stays)).body.close_source_branch).toBe(false);
  });
});

describe("who may not", () => {
  test("isn't told that it is there, or lacks the scope", async () => {
    const names = { workspace: workspace.slug, repository: repository.slug };
    const inProject = { workspace: workspace.slug, project: project.key };
    const stranger = await callerOf(await makeUser());
    const reader = await makeUser();
    await makeMember(workspace, reader);
    await makePermission(project, reader, "write");
    const writer = await callerOf(reader);
    const lacking = await callerOfToken(await makeAccessToken(workspace, ["repository:write", "project"]));
    const user = braced(person.id);
    const writes = [
      (caller: Caller) => updateBranchingModelSettings(caller, { ...names, closesBranches: true }),
      (caller: Caller) => overrideBranchingModel(caller, { ...names, overrides: true }),
      (caller: Caller) => updateProjectBranchingModelSettings(caller, { ...inProject, closesBranches: true }),
      (caller: Caller) => addProjectDefaultReviewer(caller, { ...inProject, user }),
      (caller: Caller) => deleteProjectDefaultReviewer(caller, { ...inProject, user }),
    ];
    for (const write of writes) {
      expect(await write(stranger)).toMatchObject({ error: { code: "not_found" } });
      expect(await write(writer)).toMatchObject({ error: { code: "insufficient_scope" } });
      expect(await write(lacking)).toMatchObject({ error: { code: "insufficient_scope" } });
      expect(await write(admin)).toMatchObject({ ok: true });
    }
  });
});

describe("default reviewers of a project", () => {
  test("are asked in each of its repositories, beside the repository's own", async () => {
    const [ada, bea] = [await makeUser({ name: "Ada" }), await makeUser({ name: "Bea" })];
    for (const one of [ada, bea]) await makeMember(workspace, one);
    const of = ({ id }: TestUser) => encodeURIComponent(braced(id));
    expect((await ask("PUT", `${ofProject}/default-reviewers/${of(ada)}`)).body).toMatchObject({
      type: "user",
      display_name: "Ada",
    });
    await ask("PUT", `${ofProject}/default-reviewers/${of(ada)}`);
    await ask("PUT", `${ofProject}/default-reviewers/${of(bea)}`);
    await ask("PUT", `${ofRepository}/default-reviewers/${of(bea)}`);
    const effective = async () =>
      (await ask("GET", `${ofRepository}/effective-default-reviewers`)).body.values.map(
        ({ reviewer_type, user }: { reviewer_type: string; user: { display_name: string } }) =>
          `${user.display_name} ${reviewer_type}`,
      );
    expect(await effective()).toEqual(["Bea repository", "Ada project"]);
    expect((await ask("GET", `${ofProject}/default-reviewers`)).body).toMatchObject({
      size: 2,
      values: [{ reviewer_type: "project", user: { display_name: "Ada" } }, {}],
    });
    expect((await ask("GET", `${ofRepository}/default-reviewers`)).body.size).toBe(1);
    expect((await ask("GET", `${ofProject}/default-reviewers/${of(ada)}`)).status).toBe(200);
    expect((await ask("DELETE", `${ofProject}/default-reviewers/${of(ada)}`)).status).toBe(204);
    expect((await ask("GET", `${ofProject}/default-reviewers/${of(ada)}`)).status).toBe(404);
    expect(await effective()).toEqual(["Bea repository"]);
    expect(await told("default_reviewer.added", project.id)).toEqual([{ user_id: ada.id }, { user_id: bea.id }]);
    expect(await told("default_reviewer.removed", project.id)).toEqual([{ user_id: ada.id }]);
  });

  test("are members of the workspace", async () => {
    const stranger = await makeUser();
    const refused = await ask("PUT", `${ofProject}/default-reviewers/${encodeURIComponent(braced(stranger.id))}`);
    expect([refused.status, Object.keys(refused.body.error.fields)]).toEqual([400, ["selected_user"]]);
  });
});
