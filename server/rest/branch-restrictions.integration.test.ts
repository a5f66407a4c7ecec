import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/authorization/principal";
import { createBranchRestriction } from "@/lib/branch-restrictions/administer";
import { restrictionKinds, unenforcedKinds } from "@/lib/branch-restrictions/kinds";
import { type BranchType, branchTypes } from "@/lib/branching-models/model";
import { updateBranchingModelSettings, updateProjectBranchingModelSettings } from "@/lib/branching-models/update";
import { addProjectDefaultReviewer } from "@/lib/default-reviewers/of-project";
import { repositoryPath } from "@/lib/git/storage";
import { braced } from "@/lib/ids";
import type { Project } from "@/lib/projects/find";
import { createPullRequest } from "@/lib/pull-requests/create";
import { approvePullRequest } from "@/lib/pull-requests/review";
import type { Repository } from "@/lib/repositories/find";
import type { Workspace } from "@/lib/workspaces/find";
import {
  callerOf,
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { type Client, gitClient } from "@/test-support/git";
import { startServer, type TestServer } from "@/test-support/server";
import { writeFiles } from "@/test-support/write-files";

let server: TestServer;
let workspace: Workspace;
let project: Project;
let admin: Caller;
let repository: Repository;
let bot: TestAccessToken;
let base: string;
let names: { workspace: string; repository: string };
let client: Client;

beforeAll(async () => {
  server = await startServer();
  const person = await makeUser();
  workspace = await makeWorkspace({ admin: person });
  admin = await callerOf(person);
});

afterAll(() => server.close());

beforeEach(async () => {
  project = await makeProject(workspace);
  repository = await makeRepository(project, { storage: true });
  await fillRepositories(repository);
  names = { workspace: workspace.slug, repository: repository.slug };
  bot = await makeAccessToken(repository, ["pullrequest:write", "repository:admin"], { name: "bot" });
  base = `/2.0/repositories/${workspace.slug}/${repository.slug}`;
  client = await gitClient({ init: false });
  await client.git("clone", "--quiet", repositoryPath(repository.id), ".");
  for (const [key, value] of [
    ["user.name", "Ada"],
    ["user.email", "ada@example.com"],
  ]) {
    await client.git("config", key ?? "", value ?? "");
  }
  return () => client.remove();
});

async function ask(method: string, path: string, body?: unknown, secret: string = bot.secret) {
  const init =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await server.get(base + path, secret, { method, ...init });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith("{") ? JSON.parse(text) : null };
}

async function restrict(kind: string, more: { pattern?: string; value?: number; exempt?: string[] } = {}) {
  const made = await createBranchRestriction(admin, { ...names, kind, pattern: "main", ...more });
  expect(made).toMatchObject({ ok: true });
}

function address(token: TestAccessToken = bot): string {
  return server.gitAddress(`${workspace.slug}/${repository.slug}.git`, token.secret);
}

/** What git says when it pushes so; "accepted" where it may. */
async function push(...args: string[]): Promise<string> {
  return client.git("push", "--quiet", ...args).then(
    () => "accepted",
    (error: { stderr?: string }) => error.stderr ?? String(error),
  );
}

async function opened(): Promise<number> {
  await writeFiles(admin, repository, "topic", { "topic.txt": "topic\n" });
  const made = await createPullRequest(admin, { ...names, title: "Topic", source: "topic" });
  return made.ok ? made.value.pullRequest.number : 0;
}

describe("restrictions", () => {
  test("are made, changed, found and lifted", async () => {
    const made = await ask("POST", "/branch-restrictions", {
      kind: "push",
      pattern: "main",
      users: [{ uuid: braced(bot.id) }],
    });
    expect(made.body).toMatchObject({
      kind: "push",
      branch_match_kind: "glob",
      users: [{ display_name: "bot" }],
      value: null,
    });
    const place = `/branch-restrictions/${made.body.id}`;
    expect((await ask("PUT", place, { pattern: "release/*" })).body).toMatchObject({
      pattern: "release/*",
      users: [{}],
    });
    expect((await ask("PUT", place, { kind: "delete" })).body).toMatchObject({ kind: "delete", users: [] });
    expect((await ask("PUT", place, { kind: "push" })).body.users).toEqual([]);
    expect((await ask("GET", "/branch-restrictions?kind=force")).body.size).toBe(0);
    expect((await ask("GET", "/branch-restrictions?pattern=release/*")).body.size).toBe(1);
    expect((await ask("POST", "/branch-restrictions", { kind: "push", pattern: "release/*" })).status).toBe(409);
    expect((await ask("DELETE", place)).status).toBe(204);
    expect((await ask("GET", place)).status).toBe(404);
  });

  test.each(Object.entries(unenforcedKinds))(
    "%s is refused, not stored: it would protect nothing",
    async (kind, why) => {
      const refused = await ask("POST", "/branch-restrictions", { kind, pattern: "main", value: 1 });
      expect([refused.status, refused.body.error.fields]).toEqual([400, { kind: [why] }]);
    },
  );

  test("what doesn't belong to a kind is refused", async () => {
    const stranger = await makeUser();
    const wrong = [
      { kind: "nonsense", pattern: "main" },
      { kind: "push", pattern: "a b" },
      { kind: "push", pattern: "main", value: 3 },
      { kind: "require_approvals_to_merge", pattern: "main" },
      { kind: "delete", pattern: "main", users: [{ uuid: braced(bot.id) }] },
      { kind: "push", pattern: "main", users: [{ uuid: braced(stranger.id) }] },
      { kind: "push", pattern: "main", groups: [{ slug: "admins" }] },
      { kind: "push", branch_match_kind: "branching_model", pattern: "" },
      { kind: "push", branch_match_kind: "branching_model", branch_type: "chore" },
      { kind: "push", branch_match_kind: "branching_model", branch_type: "release", pattern: "main" },
      { kind: "push", branch_match_kind: "glob", branch_type: "release", pattern: "main" },
      { kind: "push", branch_match_kind: "glob" },
      { kind: "push", branch_match_kind: "branching_model", branch_type: "production" },
      { kind: "push" },
    ];
    for (const body of wrong)
      expect([body, (await ask("POST", "/branch-restrictions", body)).status]).toEqual([body, 400]);
    expect((await ask("GET", "/branch-restrictions")).body.size).toBe(0);
  });

  test("each published kind is enforced, or refused", () => {
    expect([...Object.keys(restrictionKinds), ...Object.keys(unenforcedKinds)].sort()).toEqual(publishedKinds);
  });

  test("each kind that can be made is named in a test below", () => {
    expect(Object.keys(restrictionKinds).sort()).toEqual([...pushKinds, ...mergeKinds, ...resetKinds].sort());
  });
});

const publishedKinds = [
  "allow_auto_merge_when_builds_pass",
  "delete",
  "enforce_merge_checks",
  "force",
  "push",
  "require_all_comments_resolved",
  "require_all_dependencies_merged",
  "require_approvals_to_merge",
  "require_commits_behind",
  "require_default_reviewer_approvals_to_merge",
  "require_no_changes_requested",
  "require_passing_builds_to_merge",
  "require_review_group_approvals_to_merge",
  "require_tasks_to_be_completed",
  "reset_pullrequest_approvals_on_change",
  "reset_pullrequest_changes_requested_on_change",
  "restrict_merges",
  "smart_reset_pullrequest_approvals",
];
const pushKinds = ["push", "delete", "force"];
const mergeKinds = [
  "restrict_merges",
  "require_tasks_to_be_completed",
  "require_approvals_to_merge",
  "require_default_reviewer_approvals_to_merge",
  "require_no_changes_requested",
  "require_passing_builds_to_merge",
  "require_commits_behind",
  "require_all_comments_resolved",
];
const resetKinds = ["reset_pullrequest_approvals_on_change", "reset_pullrequest_changes_requested_on_change"];

describe("what moves a branch", () => {
  test("push: only who is named pushes, with git and over the API; a pull request is still merged", async () => {
    await restrict("push", { exempt: [braced(bot.id)] });
    const other = await makeAccessToken(repository, ["pullrequest:write"]);
    await client.commit("a.txt", "a\n");
    expect(await push(address(other), "main")).toContain("You may not push to main. Open a pull request instead.");
    expect(await push(address(other), "main:free")).toBe("accepted");
    const form = new FormData();
    form.append("b.txt", "b");
    expect((await server.get(`${base}/src`, other.secret, { method: "POST", body: form })).status).toBe(403);
    expect(await push(address(), "main")).toBe("accepted");
    const number = await opened();
    expect((await ask("POST", `/pullrequests/${number}/merge`, {}, other.secret)).status).toBe(200);
  });

  test("push: an admin is bound like everybody else", async () => {
    await restrict("push");
    await expect(writeFiles(admin, repository, "main", { "a.txt": "a" })).rejects.toThrow(/You may not push to main/);
  });

  test("delete: not with git, not over the API", async () => {
    await restrict("delete", { pattern: "release/*" });
    await push(address(), "main:release/1", "main:other/1");
    expect(await push(address(), ":release/1")).toContain("release/1 may not be deleted.");
    expect((await ask("DELETE", "/refs/branches/release/1")).status).toBe(403);
    expect(await push(address(), ":other/1")).toBe("accepted");
  });

  test("force: history isn't rewritten; forward goes on, in one push with what is brought", async () => {
    await restrict("force");
    const first = await client.commit("a.txt", "a\n");
    expect(await push(address(), "main")).toBe("accepted");
    await client.git("commit", "--quiet", "--amend", "--message=Other");
    expect(await push("--force", address(), "main")).toContain("The history of main may not be rewritten.");
    expect(await push("--force", address(), `${first}~1:main`)).toContain("may not be rewritten");
    expect(await push("--force", address(), "main:elsewhere")).toBe("accepted");
  });
});

describe("restrictions by type", () => {
  test("are matched by the branching model, and changed to a pattern and back", async () => {
    const byType = { kind: "push", branch_match_kind: "branching_model", branch_type: "release", pattern: "" };
    const made = await ask("POST", "/branch-restrictions", byType);
    expect(made).toMatchObject({ status: 201, body: { ...byType, users: [], value: null } });
    expect((await ask("POST", "/branch-restrictions", byType)).status).toBe(409);
    const place = `/branch-restrictions/${made.body.id}`;
    expect((await ask("PUT", place, { users: [{ uuid: braced(bot.id) }] })).body).toMatchObject({
      branch_type: "release",
      users: [{}],
    });
    const byName = await ask("PUT", place, { branch_match_kind: "glob", pattern: "main" });
    expect(byName.body).toMatchObject({ branch_match_kind: "glob", pattern: "main" });
    expect(byName.body).not.toHaveProperty("branch_type");
    expect((await ask("PUT", place, byType)).body).toMatchObject({ branch_type: "release", pattern: "" });
  });

  test("of each type guard its branches with git and over the API, and no others", async () => {
    const branches: Record<BranchType, string> = {
      feature: "feature/x",
      bugfix: "bugfix/x",
      release: "release/x",
      hotfix: "hotfix/x",
      development: "main",
      production: "live",
    };
    await push(address(), "main:live");
    await updateBranchingModelSettings(admin, { ...names, production: { enabled: true, name: "live" } });
    for (const branchType of branchTypes) {
      const made = await createBranchRestriction(admin, { ...names, kind: "push", branchType });
      expect(made).toMatchObject({ ok: true });
    }
    await client.commit("a.txt", "a\n");
    const guarded = Object.values(branches);
    const said = await push(address(), ...guarded.map((branch) => `HEAD:${branch}`));
    for (const branch of guarded) expect(said).toContain(`You may not push to ${branch}.`);
    await expect(writeFiles(admin, repository, "hotfix/x", { "b.txt": "b" })).rejects.toThrow(/You may not push/);
    expect(await push(address(), "HEAD:other", "HEAD:features/x", "HEAD:live-2")).toBe("accepted");
  });

  test("follow the model: what it says at the moment of the push holds", async () => {
    for (const branchType of ["release", "development"] as const) {
      await createBranchRestriction(admin, { ...names, kind: "push", branchType });
    }
    await client.commit("a.txt", "a\n");
    expect(await push(address(), "HEAD:rel/1")).toBe("accepted");
    const inProject = { workspace: workspace.slug, project: project.key };
    const kinds = [{ kind: "release" as const, prefix: "rel/" }];
    await updateProjectBranchingModelSettings(admin, { ...inProject, kinds, development: { name: "dev" } });
    // Where there is no branch of that name, the main branch is meant; and whoever would make the other one, too.
    const said = await push(address(), "HEAD:rel/2", "HEAD:main", "HEAD:dev", "HEAD:release/1");
    for (const branch of ["rel/2", "main", "dev"]) expect(said).toContain(`You may not push to ${branch}.`);
    expect(said).not.toContain("release/1.");
    await updateBranchingModelSettings(admin, { ...names, kinds: [{ kind: "release", enabled: false }] });
    expect(await push(address(), "HEAD:rel/3")).toBe("accepted");
  });

  test("hold for what deletes and rewrites a branch", async () => {
    for (const kind of ["delete", "force"])
      await createBranchRestriction(admin, { ...names, kind, branchType: "feature" });
    await client.commit("a.txt", "a\n");
    await push(address(), "HEAD:feature/a");
    expect((await ask("DELETE", "/refs/branches/feature/a")).status).toBe(403);
    expect(await push("--force", address(), "HEAD~1:feature/a")).toContain("may not be rewritten");
  });

  test("hold for what merges, and for what changes the source of a pull request", async () => {
    const into = { ...names, branchType: "development" as const };
    await createBranchRestriction(admin, { ...into, kind: "require_approvals_to_merge", value: 1 });
    await createBranchRestriction(admin, { ...into, kind: "reset_pullrequest_approvals_on_change" });
    const number = await opened();
    const reviewer = await makeAccessToken(repository, ["pullrequest:write"]);
    const approve = () => ask("POST", `/pullrequests/${number}/approve`, undefined, reviewer.secret);
    const merge = async () => (await ask("POST", `/pullrequests/${number}/merge`, {})).status;
    await approve();
    await writeFiles(admin, repository, "topic", { "more.txt": "more" });
    expect(await merge()).toBe(409);
    await approve();
    expect(await merge()).toBe(200);
  });
});

describe("what a merge takes", () => {
  async function merge(number: number): Promise<string> {
    const { status, body } = await ask("POST", `/pullrequests/${number}/merge`, {});
    return status === 200 ? "merged" : `${status} ${body.error.message}`;
  }

  test("restrict_merges: only who is named merges", async () => {
    await restrict("restrict_merges");
    expect(await merge(await opened())).toBe("409 You may not merge into main.");
    await ask("PUT", "/branch-restrictions/1", { users: [{ uuid: braced(bot.id) }] });
    expect(await merge(1)).toBe("merged");
  });

  test("require_approvals_to_merge: of others than the author", async () => {
    await restrict("require_approvals_to_merge", { value: 1 });
    const number = await opened();
    await approvePullRequest(admin, { ...names, number });
    expect(await merge(number)).toBe("409 It takes 1 approval, and has 0.");
    await ask("POST", `/pullrequests/${number}/approve`);
    expect(await merge(number)).toBe("merged");
  });

  test("require_default_reviewer_approvals_to_merge: of those who were asked", async () => {
    const reviewer = await makeUser();
    await makeMember(workspace, reviewer);
    await makePermission(repository, reviewer, "write");
    await restrict("require_default_reviewer_approvals_to_merge", { value: 1 });
    const number = await opened();
    await ask("POST", `/pullrequests/${number}/approve`);
    expect((await ask("PUT", `/default-reviewers/${encodeURIComponent(braced(reviewer.id))}`)).status).toBe(200);
    expect(await merge(number)).toContain("approval of default reviewers, and has 0.");
    await approvePullRequest(await callerOf(reviewer), { ...names, number });
    expect(await merge(number)).toBe("merged");
  });

  test("require_default_reviewer_approvals_to_merge: of those whom the project asks too", async () => {
    const reviewer = await makeUser();
    await makeMember(workspace, reviewer);
    await makePermission(repository, reviewer, "write");
    const user = braced(reviewer.id);
    await addProjectDefaultReviewer(admin, { workspace: workspace.slug, project: project.key, user });
    await restrict("require_default_reviewer_approvals_to_merge", { value: 1 });
    const number = await opened();
    expect(await merge(number)).toContain("approval of default reviewers, and has 0.");
    await approvePullRequest(await callerOf(reviewer), { ...names, number });
    expect(await merge(number)).toBe("merged");
  });

  test("require_no_changes_requested", async () => {
    await restrict("require_no_changes_requested");
    const number = await opened();
    await ask("POST", `/pullrequests/${number}/request-changes`);
    expect(await merge(number)).toBe("409 Changes were requested.");
    await ask("POST", `/pullrequests/${number}/approve`);
    expect(await merge(number)).toBe("merged");
  });

  test("require_tasks_to_be_completed and require_all_comments_resolved", async () => {
    await restrict("require_tasks_to_be_completed");
    await restrict("require_all_comments_resolved");
    const number = await opened();
    const task = await ask("POST", `/pullrequests/${number}/tasks`, { content: { raw: "Test" } });
    const comment = await ask("POST", `/pullrequests/${number}/comments`, { content: { raw: "Why?" } });
    expect(await merge(number)).toBe("409 1 of its tasks is still to be done. 1 of its comments isn’t resolved.");
    await ask("PUT", `/pullrequests/${number}/tasks/${task.body.id}`, { state: "RESOLVED" });
    await ask("POST", `/pullrequests/${number}/comments/${comment.body.id}/resolve`);
    expect(await merge(number)).toBe("merged");
  });

  test("require_passing_builds_to_merge: enough, and none that isn't", async () => {
    await restrict("require_passing_builds_to_merge", { value: 1 });
    const number = await opened();
    const build = (key: string, state: string) =>
      ask("POST", "/commit/topic/statuses/build", { key, state, url: "https://ci.example.com" });
    expect(await merge(number)).toContain("It takes 1 successful build, and has 0.");
    await build("test", "SUCCESSFUL");
    await build("lint", "INPROGRESS");
    expect(await merge(number)).toContain("The build lint is still running.");
    await build("lint", "SUCCESSFUL");
    expect(await merge(number)).toBe("merged");
  });

  test("require_commits_behind", async () => {
    await restrict("require_commits_behind", { value: 0 });
    const number = await opened();
    await writeFiles(admin, repository, "main", { "other.txt": "x" });
    expect(await merge(number)).toBe("409 It is 1 commit behind main; 0 are allowed.");
    // Nobody has heard of this one.
    await client.git("fetch", "--quiet", "origin", "main");
    const silent = await client.git("commit-tree", "-p", "FETCH_HEAD", "-m", "Silent", "FETCH_HEAD^{tree}");
    await client.git("push", "--quiet", repositoryPath(repository.id), `${silent.trim()}:refs/heads/main`);
    expect(await merge(number)).toBe("409 It is 2 commits behind main; 0 are allowed.");
  });

  test("a change takes back what was said of what was there before, where that is wanted", async () => {
    for (const kind of resetKinds) await restrict(kind);
    const number = await opened();
    const reviewer = await makeAccessToken(repository, ["pullrequest:write"]);
    await ask("POST", `/pullrequests/${number}/approve`);
    await ask("POST", `/pullrequests/${number}/request-changes`, undefined, reviewer.secret);
    await writeFiles(admin, repository, "topic", { "more.txt": "more" });
    const { participants } = (await ask("GET", `/pullrequests/${number}`)).body;
    expect(participants.map(({ state }: { state: string | null }) => state)).toEqual([null, null]);
  });
});
