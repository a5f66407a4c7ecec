import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
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
  type TestUser,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { writeFiles } from "@/test-support/write-files";
import type { Caller } from "../authorization/principal";
import { createBranchRestriction } from "../branch-restrictions/administer";
import { addDefaultReviewer } from "../default-reviewers/of-repository";
import type { Result } from "../errors";
import { runInRepository } from "../git/storage";
import { deleteBranch } from "../git-content/delete-ref";
import { braced } from "../ids";
import type { Project } from "../projects/find";
import type { Repository } from "../repositories/find";
import { countPullRequests, listPullRequestAuthors } from "./browse";
import { checkMerge } from "./check-merge";
import { createPullRequestComment, deletePullRequestComment } from "./comments";
import { listPullRequestCommits, listPullRequestsOfCommit } from "./content";
import { listInlineThreads, readConversation } from "./conversation";
import { countPullRequestCommits } from "./count-commits";
import { createPullRequest } from "./create";
import { declinePullRequest } from "./decline";
import { comparisonOf } from "./destination";
import { inTurn } from "./in-turn";
import { getPullRequest, listPullRequests } from "./list";
import { mergePullRequest } from "./merge";
import { preparePullRequest } from "./prepare";
import { requirePullRequest } from "./pull-request";
import { approvePullRequest, requestChanges } from "./review";
import { listPossibleReviewers } from "./reviewers";
import { createPullRequestTask, deletePullRequestTask } from "./tasks";
import { updatePullRequest } from "./update";

let project: Project;
let person: TestUser;
let admin: Caller;
let repository: Repository;
let names: { workspace: string; repository: string };

beforeAll(async () => {
  person = await makeUser({ name: "Ada" });
  project = await makeProject(await makeWorkspace({ admin: person }));
  admin = await callerOf(person);
});

beforeEach(async () => {
  repository = await makeRepository(project, { storage: true });
  names = { workspace: repository.workspace.slug, repository: repository.slug };
  await fillRepositories(repository);
});

async function open(source = "topic", caller = admin, title = `Merge ${source}`): Promise<number> {
  await writeFiles(admin, repository, source, { [`${source}.txt`]: `${source}\n` });
  const made = given(await createPullRequest(caller, { ...names, title, source }));
  return made.pullRequest.number;
}

function given<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const reading = {
  countPullRequests,
  listPullRequestAuthors,
  listPossibleReviewers,
  checkMerge: (caller: Caller, place: typeof names) => checkMerge(caller, { ...place, number: 1 }),
  readConversation: (caller: Caller, place: typeof names) => readConversation(caller, { ...place, number: 1 }),
  listInlineThreads: (caller: Caller, place: typeof names) => listInlineThreads(caller, { ...place, number: 1 }),
  preparePullRequest: (caller: Caller, place: typeof names) =>
    preparePullRequest(caller, { ...place, source: "topic", destination: "main" }),
};

describe.each(Object.entries(reading))("%s", (name, read) => {
  test("is refused without its scope, and elsewhere there is nothing", async () => {
    await open();
    const lacking = await callerOfToken(await makeAccessToken(repository, ["repository"]));
    const required = name === "preparePullRequest" ? "pullrequest:write" : "pullrequest";
    expect(await read(lacking, names)).toMatchObject({ error: { code: "insufficient_scope", required } });
    const other = await makeRepository(project);
    const stranger = await callerOfToken(await makeAccessToken(other, ["pullrequest:write"]));
    expect(await read(stranger, names)).toMatchObject({ error: { code: "not_found" } });
    expect(await read(admin, names)).toMatchObject({ ok: true });
  });
});

describe("what a merge would meet", () => {
  async function met(number: number): Promise<string[]> {
    const { obstacles } = given(await checkMerge(admin, { ...names, number }));
    return obstacles.map(({ kind }) => kind);
  }

  test("nothing is in the way of what fits, and each way has its message", async () => {
    const number = await open();
    const { obstacles, strategies } = given(await checkMerge(admin, { ...names, number }));
    expect(obstacles).toEqual([]);
    expect(strategies).toEqual([
      { strategy: "merge_commit", obstacle: null, message: "Merged in topic (pull request #1)\n\nMerge topic" },
      { strategy: "squash", obstacle: null, message: expect.stringContaining("Merge topic (pull request #1)") },
      { strategy: "fast_forward", obstacle: null, message: null },
    ]);
    await writeFiles(admin, repository, "main", { "other.txt": "1\n" });
    const later = given(await checkMerge(admin, { ...names, number }));
    expect(later.obstacles).toEqual([]);
    expect(later.strategies[2]?.obstacle?.kind).toBe("behind");
  });

  test("all that is in the way is named, and the merge refuses for the same reasons", async () => {
    const number = await open();
    await createBranchRestriction(admin, { ...names, kind: "require_approvals_to_merge", pattern: "main", value: 1 });
    await writeFiles(admin, repository, "main", { "topic.txt": "other\n" });
    expect(await met(number)).toEqual(["restricted", "contradicts"]);
    const refused = await mergePullRequest(admin, { ...names, number });
    expect(refused).toMatchObject({ error: { code: "conflict", message: "It takes 1 approval, and has 0." } });
    await updatePullRequest(admin, { ...names, number, draft: true });
    await deleteBranch(admin, { ...names, name: "topic" });
    expect(await met(number)).toEqual(["draft", "gone", "restricted"]);
    expect(await mergePullRequest(admin, { ...names, number })).toMatchObject({ error: { code: "invalid_request" } });
  });

  test("of one that is closed there is nothing to ask: it says what became of it", async () => {
    const number = await open();
    await declinePullRequest(admin, { ...names, number });
    const message = "Pull request 1 was declined.";
    expect(await checkMerge(admin, { ...names, number })).toMatchObject({ error: { code: "conflict", message } });
    expect(await mergePullRequest(admin, { ...names, number })).toMatchObject({ error: { message } });
  });

  test("what nobody has looked at isn’t merged", async () => {
    const number = await open();
    const seen = given(await listPullRequests(admin, names)).items[0]?.sourceCommit;
    await writeFiles(admin, repository, "topic", { "more.txt": "more\n" });
    const merge = (seenCommit: string | undefined) => mergePullRequest(admin, { ...names, number, seenCommit });
    expect(await merge(seen)).toMatchObject({ error: { message: expect.stringContaining("after you looked") } });
    const now = given(await listPullRequests(admin, names)).items[0]?.sourceCommit;
    expect(await merge(now)).toMatchObject({ ok: true });
  });

  test("nothing is merged into a branch that nobody has seen it go into", async () => {
    const number = await open();
    await writeFiles(admin, repository, "develop", { "develop.txt": "1\n" });
    await updatePullRequest(admin, { ...names, number, destination: "develop" });
    const merge = (seenDestination: string) => mergePullRequest(admin, { ...names, number, seenDestination });
    expect(await merge("main")).toMatchObject({
      error: { code: "conflict", message: "It now goes into develop. Look again." },
    });
    expect(await merge("develop")).toMatchObject({ ok: true });
  });
});

const saying = {
  createPullRequestComment: (about: { number: number; seenCommit: string | undefined }) =>
    createPullRequestComment(admin, { ...names, ...about, content: "Here", inline: { path: "topic.txt", to: 1 } }),
  approvePullRequest: (about: { number: number; seenCommit: string | undefined }) =>
    approvePullRequest(admin, { ...names, ...about }),
  requestChanges: (about: { number: number; seenCommit: string | undefined }) =>
    requestChanges(admin, { ...names, ...about }),
};

test.each(Object.entries(saying))("%s says nothing of commits that nobody has looked at", async (_, say) => {
  const number = await open();
  const tip = async () => given(await listPullRequests(admin, names)).items[0]?.sourceCommit;
  const seenCommit = await tip();
  await writeFiles(admin, repository, "topic", { "more.txt": "more\n" });
  const before = given(await readConversation(admin, { ...names, number })).total;
  expect(await say({ number, seenCommit })).toMatchObject({
    error: { code: "conflict", message: "topic was pushed to after you looked. Look again." },
  });
  expect(given(await readConversation(admin, { ...names, number })).total).toBe(before);
  expect(await say({ number, seenCommit: await tip() })).toMatchObject({ ok: true });
  expect(await say({ number, seenCommit: undefined })).toMatchObject({ ok: true });
});

test("a task is deleted by whoever added it, and by admins of the repository, and by nobody else", async () => {
  const number = await open();
  const tokenCaller = async () => callerOfToken(await makeAccessToken(repository, ["pullrequest"]));
  const [one, other] = [await tokenCaller(), await tokenCaller()];
  const add = async (caller: Caller) =>
    given(await createPullRequestTask(caller, { ...names, number, content: "Test it" })).task.number;
  const own = await add(one);
  expect(await deletePullRequestTask(other, { ...names, number, task: own })).toMatchObject({
    error: { code: "refused_by_policy" },
  });
  expect(await deletePullRequestTask(one, { ...names, number, task: own })).toMatchObject({ ok: true });
  expect(await deletePullRequestTask(admin, { ...names, number, task: await add(one) })).toMatchObject({ ok: true });
});

describe("a conversation", () => {
  test("is in order, with answers under what they answer, and with what each update changed", async () => {
    const number = await open();
    const say = async (content: string, more: object = {}) =>
      given(await createPullRequestComment(admin, { ...names, number, content, ...more })).comment.number;
    const first = await say("First");
    await approvePullRequest(admin, { ...names, number });
    const inline = await say("Here", { inline: { path: "topic.txt", to: 1 } });
    const answer = await say("Answer", { parent: first });
    await say("Answer to the answer", { parent: answer });
    await updatePullRequest(admin, { ...names, number, title: "Better" });
    const { items, total } = given(await readConversation(admin, { ...names, number }));
    expect(total).toBe(5);
    expect(items.map((item) => (item.kind === "thread" ? item.thread.comment.number : item.activity.kind))).toEqual([
      "update",
      first,
      "approval",
      inline,
      "update",
    ]);
    expect(items[0]).toMatchObject({ before: null });
    expect(items[4]).toMatchObject({ before: { title: "Merge topic" }, activity: { state: { title: "Better" } } });
    expect(items[1]).toMatchObject({
      thread: { answers: [{ content: "Answer" }, { content: "Answer to the answer" }] },
    });
    const last = given(await readConversation(admin, { ...names, number, page: 1, pageLength: 1 }));
    expect(last.items).toMatchObject([{ before: { title: "Merge topic" } }]);
    expect(given(await listInlineThreads(admin, { ...names, number })).threads).toMatchObject([
      { thread: { comment: { number: inline }, answers: [] }, path: "topic.txt", side: "new", line: 1 },
    ]);
  });

  test("what was said of a line goes where pushes move it, and is without a line once that is changed", async () => {
    const number = await open();
    const text = (lines: string[]) => writeFiles(admin, repository, "topic", { "topic.txt": `${lines.join("\n")}\n` });
    await text(["one", "two", "three"]);
    const on = (line: object) => ({ inline: { path: "topic.txt", ...line }, content: "Here" });
    for (const line of [{ to: 2 }, { to: 3 }, { from: 1 }]) {
      await createPullRequestComment(admin, { ...names, number, ...on(line) });
    }
    await text(["zero", "one", "two", "THREE"]);
    await createPullRequestComment(admin, { ...names, number, ...on({ to: 4 }) });
    const { threads } = given(await listInlineThreads(admin, { ...names, number }));
    expect(threads.map(({ side, line }) => [side, line])).toEqual([
      ["new", 3],
      ["new", null],
      ["old", 1],
      ["new", 4],
    ]);
  });

  test("what git has tidied away is told as gone: the lines that were spoken of", async () => {
    const number = await open();
    await createPullRequestComment(admin, { ...names, number, content: "Here", inline: { path: "topic.txt", to: 1 } });
    await deleteBranch(admin, { ...names, name: "topic" });
    await writeFiles(admin, repository, "topic", { "topic.txt": "anew\n" });
    await runInRepository(repository.id, ["gc", "--quiet", "--prune=now"]);
    expect(given(await listInlineThreads(admin, { ...names, number })).threads).toMatchObject([{ line: null }]);
  });

  test.each(["deleted under it", "declined", "merged"])(
    "where it was to go is kept once it is %s; where that is lost all the same, it is told as gone",
    async (how) => {
      const destination = "release";
      await writeFiles(admin, repository, "topic", { "topic.txt": "topic\n" });
      await writeFiles(admin, repository, destination, { "release.txt": "release\n" });
      const made = given(await createPullRequest(admin, { ...names, title: "Other", source: "topic", destination }));
      const { number } = made.pullRequest;
      if (how === "declined") given(await declinePullRequest(admin, { ...names, number }));
      if (how === "merged") given(await mergePullRequest(admin, { ...names, number }));
      await deleteBranch(admin, { ...names, name: destination });
      const readAll = async () => {
        await runInRepository(repository.id, ["gc", "--quiet", "--prune=now"]);
        const { pullRequest } = given(await getPullRequest(admin, { ...names, number }));
        const commits = await listPullRequestCommits(admin, { ...names, number });
        const { sourceCommit: commit } = pullRequest;
        const bringing = given(await listPullRequestsOfCommit(admin, { ...names, commit })).items;
        return {
          compared: (await comparisonOf(pullRequest))?.to === commit,
          count: await countPullRequestCommits(pullRequest),
          commits: commits.ok ? commits.value.commits.length : commits.error.code,
          bringing: bringing.map((one) => one.number),
        };
      };
      expect(await readAll()).toEqual({ compared: true, count: 1, commits: 1, bringing: [number] });
      await runInRepository(repository.id, ["update-ref", "-d", `refs/pull-requests/${number}/into`]);
      expect(await readAll()).toEqual({ compared: false, count: null, commits: "not_found", bringing: [number] });
    },
  );

  test("a deleted comment keeps its place, and says nothing", async () => {
    const number = await open();
    const made = given(await createPullRequestComment(admin, { ...names, number, content: "Gone" }));
    const comment = made.comment.number;
    await createPullRequestComment(admin, { ...names, number, content: "Stays", parent: comment });
    await deletePullRequestComment(admin, { ...names, number, comment });
    const { items } = given(await readConversation(admin, { ...names, number }));
    expect(items[1]).toMatchObject({ thread: { comment: { content: "" }, answers: [{ content: "Stays" }] } });
  });
});

test.each([
  ["declined", { state: "DECLINED" }, (number: number) => declinePullRequest(admin, { ...names, number })],
  ["changed", { draft: true }, (number: number) => updatePullRequest(admin, { ...names, number, draft: true })],
])("what is being merged isn’t %s before that is over", async (_, changed, change) => {
  const number = await open();
  const row = async () => given(await requirePullRequest(repository, number));
  const before = await row();
  let changing: ReturnType<typeof change> | undefined;
  await inTurn(before, async () => {
    changing = change(number);
    const isWaiting = async () => {
      const { rows } = await db().execute(
        sql`select 1 from pg_locks join pg_database on oid = database
          where datname = current_database() and locktype = 'advisory' and not granted`,
      );
      expect(rows).toHaveLength(1);
    };
    await Promise.race([changing, vi.waitFor(isWaiting, { timeout: 20_000 })]);
    expect(await row()).toEqual(before);
  });
  expect(await changing).toMatchObject({ ok: true, value: { pullRequest: changed } });
});

describe("looking for pull requests", () => {
  test("finds them by words of the title, by number and by author, and counts alike", async () => {
    const bot = await makeAccessToken(repository, ["pullrequest:write"], { name: "renovate" });
    await open("a", admin, "Round 100% of prices");
    await open("b", await callerOfToken(bot), "Raise zod");
    await declinePullRequest(admin, { ...names, number: 1 });
    const find = async (input: object) =>
      given(await listPullRequests(admin, { ...names, states: ["OPEN", "DECLINED"], ...input })).items.map(
        ({ number }) => number,
      );
    expect(await find({})).toEqual([2, 1]);
    expect(await find({ search: "raise" })).toEqual([2]);
    expect(await find({ search: "0% of" })).toEqual([1]);
    expect(await find({ search: "%" })).toEqual([1]);
    expect(await find({ search: "#2" })).toEqual([2]);
    expect(await find({ author: person.id })).toEqual([1]);
    expect(await find({ author: bot.id, search: "prices" })).toEqual([]);
    expect(given(await countPullRequests(admin, names))).toEqual({ OPEN: 1, MERGED: 0, DECLINED: 1 });
    expect(given(await countPullRequests(admin, { ...names, author: bot.id }))).toMatchObject({ DECLINED: 0 });
    expect(given(await countPullRequests(admin, { ...names, states: ["DECLINED"] }))).toMatchObject({ OPEN: 0 });
    const authors = given(await listPullRequestAuthors(admin, names));
    expect(authors.map(({ name }) => name)).toEqual(["Ada", "renovate"]);
  });
});

describe("before a pull request is opened", () => {
  test("it is said what it would bring, or why there is nothing to open", async () => {
    const prepare = async (source: string, destination = "main") =>
      given(await preparePullRequest(admin, { ...names, source, destination }));
    await writeFiles(admin, repository, "topic", { "topic.txt": "topic\n" });
    expect(await prepare("topic")).toMatchObject({ problem: null, open: null, commits: [{}], more: false });
    expect((await prepare("topic")).title).not.toBe("");
    await createPullRequest(admin, { ...names, title: "Open", source: "topic" });
    expect(await prepare("topic")).toMatchObject({ open: 1 });
    expect(await prepare("main", "topic")).toMatchObject({ problem: expect.stringContaining("nothing to merge") });
    expect(await prepare("main")).toMatchObject({ problem: expect.stringContaining("into itself") });
    expect(await prepare("none")).toMatchObject({ problem: "There is no branch none." });
    expect(await prepare("topic", "../none")).toMatchObject({ problem: "There is no branch ../none." });
  });

  test("those can be asked to review who may read the repository", async () => {
    const [reader, outsider, usual] = [
      await makeUser({ name: "Bo" }),
      await makeUser(),
      await makeUser({ name: "Cy" }),
    ];
    for (const one of [reader, outsider, usual]) await makeMember(repository.workspace, one);
    await makePermission(repository, reader, "read");
    await makePermission(project, usual, "read");
    await addDefaultReviewer(admin, { ...names, user: braced(usual.id) });
    expect(given(await listPossibleReviewers(admin, names))).toEqual([
      { id: person.id, name: "Ada", usual: false },
      { id: reader.id, name: "Bo", usual: false },
      { id: usual.id, name: "Cy", usual: true },
    ]);
  });
});
