import { createPullRequestComment } from "@/lib/pull-requests/comments";
import { createPullRequest } from "@/lib/pull-requests/create";
import { mergePullRequest } from "@/lib/pull-requests/merge";
import { createPullRequestTask } from "@/lib/pull-requests/tasks";
import { writeFiles } from "../write-files";
import { type Calls, type CallWorld, namesOf } from "./calls";

const text = { content: { raw: "Well done." } };

export const pullRequestCalls: Calls = {
  "repositories.listPullRequests": async (world) => {
    await opened(world);
    return {};
  },
  "repositories.createPullRequest": async (world) => ({
    body: { title: "Say hello", source: { branch: { name: await branch(world) } } },
  }),
  "repositories.listPullRequestActivitiesForRepo": async (world) => {
    await opened(world);
    return {};
  },
  "repositories.getPullRequest": onOne(),
  "repositories.updatePullRequest": onOne({ title: "Say it otherwise" }),
  "repositories.listPullRequestActivities": onOne(),
  "repositories.createPullRequestApproval": onOne(),
  "repositories.deletePullRequestApproval": onOne(),
  "repositories.addChangeRequestForPullRequest": onOne(),
  "repositories.deleteChangeRequestForPullRequest": onOne(),
  "repositories.declinePullRequest": onOne(),
  "repositories.mergePullRequest": onOne({ merge_strategy: "squash", close_source_branch: true }),
  "repositories.getMergeTaskStatusForPullRequest": async (world) => {
    const number = await opened(world);
    await mergePullRequest(world.admin, { ...namesOf(world.repository), number });
    return { params: { pull_request_id: String(number), task_id: String(number) } };
  },
  "repositories.listPullRequestCommits": onOne(),
  "repositories.listPullRequestStatuses": onOne(),
  "repositories.getPullRequestDiff": onOne(),
  "repositories.getPullRequestDiffStat": onOne(),
  "repositories.getPullRequestPatch": onOne(),
  getPullrequestsForCommit: async (world) => {
    await opened(world);
    return { params: { commit: "hello" } };
  },
  "repositories.listPullRequestComments": onOne(),
  "repositories.createPullRequestComment": onOne(text),
  "repositories.getPullRequestComment": onComment(),
  "repositories.updatePullRequestComment": onComment(text),
  "repositories.deletePullRequestComment": onComment(),
  "repositories.resolvePullRequestComment": onComment(),
  "repositories.reopenPullRequestComment": onComment(),
  "repositories.listPullRequestTasks": onOne(),
  "repositories.createPullRequestTask": onOne(text),
  "repositories.getPullRequestTask": onTask(),
  "repositories.updatePullRequestTask": onTask({ state: "RESOLVED" }),
  "repositories.deletePullRequestTask": onTask(),
};

function onOne(body?: unknown): Calls[string] {
  return async (world) => ({ params: { pull_request_id: String(await opened(world)) }, ...(body ? { body } : {}) });
}

function onComment(body?: unknown): Calls[string] {
  return async (world) => {
    const number = await opened(world);
    const made = await createPullRequestComment(world.self, { ...namesOf(world.repository), number, content: "Why?" });
    const comment = made.ok ? made.value.comment.number : 0;
    return { params: { pull_request_id: String(number), comment_id: String(comment) }, ...(body ? { body } : {}) };
  };
}

function onTask(body?: unknown): Calls[string] {
  return async (world) => {
    const number = await opened(world);
    const made = await createPullRequestTask(world.self, { ...namesOf(world.repository), number, content: "Do it." });
    const task = made.ok ? made.value.task.number : 0;
    return { params: { pull_request_id: String(number), task_id: String(task) }, ...(body ? { body } : {}) };
  };
}

/** A branch with a commit that main lacks. */
async function branch({ admin, repository }: CallWorld): Promise<string> {
  await writeFiles(admin, repository, "hello", { "hello.txt": "Hello.\n" });
  return "hello";
}

/** The number of an open pull request from that branch; the same one each time. */
async function opened(world: CallWorld): Promise<number> {
  const source = await branch(world);
  const made = await createPullRequest(world.admin, { ...namesOf(world.repository), title: "Say hello", source });
  return made.ok ? made.value.pullRequest.number : 1;
}
