import type { Asked } from "../authorization/explain";
import type { ResourceKind } from "../authorization/scopes";
import {
  createBranchRestriction,
  deleteBranchRestriction,
  getBranchRestriction,
  listBranchRestrictions,
  updateBranchRestriction,
} from "../branch-restrictions/administer";
import {
  getBranchingModel,
  getBranchingModelSettings,
  getEffectiveBranchingModel,
  getOverrideSettings,
  getProjectBranchingModel,
  getProjectBranchingModelSettings,
} from "../branching-models/get";
import {
  overrideBranchingModel,
  updateBranchingModelSettings,
  updateProjectBranchingModelSettings,
} from "../branching-models/update";
import { approveCommit, unapproveCommit } from "../commit-comments/approve";
import { getCommitComment, listCommitComments } from "../commit-comments/list";
import { createCommitComment, deleteCommitComment, updateCommitComment } from "../commit-comments/write";
import {
  deleteAnnotation,
  getAnnotation,
  listAnnotations,
  saveAnnotation,
  saveAnnotations,
} from "../commit-reports/annotations";
import { deleteReport, getReport, listReports, saveReport } from "../commit-reports/reports";
import { getCommitStatus, listCommitStatuses } from "../commit-statuses/list";
import { setCommitStatus, updateCommitStatus } from "../commit-statuses/set";
import {
  addProjectDefaultReviewer,
  deleteProjectDefaultReviewer,
  getProjectDefaultReviewer,
  listProjectDefaultReviewers,
} from "../default-reviewers/of-project";
import {
  addDefaultReviewer,
  deleteDefaultReviewer,
  getDefaultReviewer,
  listDefaultReviewers,
  listEffectiveDefaultReviewers,
} from "../default-reviewers/of-repository";
import { createEnvironment } from "../environments/create";
import { deleteEnvironment } from "../environments/delete";
import { getEnvironment, listEnvironments } from "../environments/list";
import { updateEnvironment } from "../environments/update";
import { openReceivePack, openUploadPack } from "../git-access/open";
import { createCommit } from "../git-content/create-commit";
import { createBranch, createTag } from "../git-content/create-ref";
import { deleteBranch, deleteTag } from "../git-content/delete-ref";
import { getDiff, getMergeBase, getPatch, listDiffStats } from "../git-content/diff";
import { downloadArchive } from "../git-content/download-archive";
import { getBranch } from "../git-content/get-branch";
import { getCommit } from "../git-content/get-commit";
import { getTag } from "../git-content/get-tag";
import { listBranches } from "../git-content/list-branches";
import { listCommits } from "../git-content/list-commits";
import { listFileHistory } from "../git-content/list-file-history";
import { listRefs } from "../git-content/list-refs";
import { listTags } from "../git-content/list-tags";
import { readSource } from "../git-content/read-source";
import { getMember } from "../memberships/get";
import { listMembers } from "../memberships/list";
import type { Operation } from "../operation";
import { getPipeline, getPipelineStep, listPipelineSteps, listPipelines } from "../pipelines/list";
import { getContainerLog, getStepLog } from "../pipelines/log";
import { getPipelineSettings, setNextBuildNumber, updatePipelineSettings } from "../pipelines/settings";
import { startPipeline } from "../pipelines/start";
import { stopPipeline } from "../pipelines/stop";
import { createProject } from "../projects/create";
import { deleteProject } from "../projects/delete";
import { getProject } from "../projects/get";
import { listProjects } from "../projects/list";
import { putProject } from "../projects/put";
import {
  createPullRequestComment,
  deletePullRequestComment,
  getPullRequestComment,
  listPullRequestComments,
  reopenPullRequestComment,
  resolvePullRequestComment,
  updatePullRequestComment,
} from "../pull-requests/comments";
import {
  getPullRequestDiff,
  getPullRequestPatch,
  listPullRequestCommits,
  listPullRequestDiffStats,
  listPullRequestStatuses,
  listPullRequestsOfCommit,
} from "../pull-requests/content";
import { createPullRequest } from "../pull-requests/create";
import { declinePullRequest } from "../pull-requests/decline";
import { getPullRequest, listPullRequests } from "../pull-requests/list";
import { listPullRequestActivity, listRepositoryActivity } from "../pull-requests/list-activity";
import { mergePullRequest } from "../pull-requests/merge";
import { getMergeTask } from "../pull-requests/merge-task";
import {
  approvePullRequest,
  requestChanges,
  unapprovePullRequest,
  withdrawChangeRequest,
} from "../pull-requests/review";
import {
  createPullRequestTask,
  deletePullRequestTask,
  getPullRequestTask,
  listPullRequestTasks,
  updatePullRequestTask,
} from "../pull-requests/tasks";
import { updatePullRequest } from "../pull-requests/update";
import { createRepository } from "../repositories/create";
import { deleteRepository } from "../repositories/delete";
import { createFork } from "../repositories/fork";
import { getRepository } from "../repositories/get";
import { listRepositories } from "../repositories/list";
import { listForks } from "../repositories/list-forks";
import { updateRepository } from "../repositories/update";
import {
  deleteRepositoryRunner,
  deleteWorkspaceRunner,
  getRepositoryRunner,
  getWorkspaceRunner,
  listRepositoryRunners,
  listWorkspaceRunners,
  registerRepositoryRunner,
  registerWorkspaceRunner,
  updateRepositoryRunner,
  updateWorkspaceRunner,
} from "../runners/administer";
import { getAccount } from "../users/get";
import { createEnvironmentVariable, createRepositoryVariable, createWorkspaceVariable } from "../variables/create";
import { deleteEnvironmentVariable, deleteRepositoryVariable, deleteWorkspaceVariable } from "../variables/delete";
import {
  getRepositoryVariable,
  getWorkspaceVariable,
  listEnvironmentVariables,
  listRepositoryVariables,
  listWorkspaceVariables,
} from "../variables/list";
import { updateEnvironmentVariable, updateRepositoryVariable, updateWorkspaceVariable } from "../variables/update";
import {
  createRepositoryWebhook,
  createWorkspaceWebhook,
  deleteRepositoryWebhook,
  deleteWorkspaceWebhook,
  getRepositoryWebhook,
  getWorkspaceWebhook,
  listRepositoryWebhooks,
  listWorkspaceWebhooks,
  updateRepositoryWebhook,
  updateWorkspaceWebhook,
} from "../webhooks/administer";
import { listEventSubjects, listEvents } from "../webhooks/list-events";
import { getWorkspace } from "../workspaces/get";
import { listOwnWorkspaces } from "../workspaces/list-own";
import { closedOperations } from "./closed-operations";

/** Something that an access token can ask for, over REST or git. */
export type TokenOperation = {
  /** As it is published, and as the usage of a token names it; one operation may be published under several names. */
  names: readonly [string, ...string[]];
  /** What it is asked of; null where that doesn't matter. */
  on: ResourceKind | null;
  asked: Asked;
};

/** All there are, for explaining what a token may do. A test compares them with what the server answers to. */
export const tokenOperations: readonly TokenOperation[] = [
  on("repository", openUploadPack),
  on("repository", openReceivePack, { pushes: true }),
  on("repository", downloadArchive),
  on("repository", getRepository),
  on("repository", readSource, { alsoNamed: ["repositories.readSrcRoot"] }),
  on("repository", listCommits, {
    alsoNamed: ["repositories.listCommitsAt", "repositories.listCommitsAlt", "repositories.listCommitsAtAlt"],
  }),
  on("repository", getCommit),
  on("repository", listBranches),
  on("repository", getBranch),
  on("repository", listTags),
  on("repository", getTag),
  on("repository", listRefs),
  on("repository", getDiff),
  on("repository", listDiffStats),
  on("repository", getPatch),
  on("repository", getMergeBase),
  on("repository", listFileHistory),
  on("repository", listCommitStatuses),
  on("repository", getCommitStatus),
  on("repository", setCommitStatus),
  on("repository", updateCommitStatus),
  on("repository", listCommitComments),
  on("repository", getCommitComment),
  on("repository", createCommitComment),
  on("repository", updateCommitComment),
  on("repository", deleteCommitComment),
  on("repository", approveCommit),
  on("repository", unapproveCommit),
  on("repository", listReports),
  on("repository", getReport),
  on("repository", saveReport),
  on("repository", deleteReport),
  on("repository", listAnnotations),
  on("repository", getAnnotation),
  on("repository", saveAnnotations),
  on("repository", saveAnnotation),
  on("repository", deleteAnnotation),
  on("repository", listBranchRestrictions),
  on("repository", getBranchRestriction),
  on("repository", createBranchRestriction),
  on("repository", updateBranchRestriction),
  on("repository", deleteBranchRestriction),
  on("repository", getBranchingModel),
  on("repository", getEffectiveBranchingModel),
  on("repository", getBranchingModelSettings),
  on("repository", updateBranchingModelSettings),
  on("repository", getOverrideSettings),
  on("repository", overrideBranchingModel),
  on("repository", listDefaultReviewers),
  on("repository", listEffectiveDefaultReviewers),
  on("repository", getDefaultReviewer),
  on("repository", addDefaultReviewer),
  on("repository", deleteDefaultReviewer),
  on("repository", listPullRequests),
  on("repository", getPullRequest),
  on("repository", createPullRequest),
  on("repository", updatePullRequest),
  on("repository", listPullRequestActivity),
  on("repository", listRepositoryActivity),
  on("repository", approvePullRequest),
  on("repository", unapprovePullRequest),
  on("repository", requestChanges),
  on("repository", withdrawChangeRequest),
  on("repository", declinePullRequest),
  on("repository", mergePullRequest, { pushes: true }),
  on("repository", getMergeTask),
  on("repository", listPullRequestCommits),
  on("repository", listPullRequestStatuses),
  on("repository", getPullRequestDiff),
  on("repository", listPullRequestDiffStats),
  on("repository", getPullRequestPatch),
  on("repository", listPullRequestsOfCommit),
  on("repository", listPullRequestComments),
  on("repository", getPullRequestComment),
  on("repository", createPullRequestComment),
  on("repository", updatePullRequestComment),
  on("repository", deletePullRequestComment),
  on("repository", resolvePullRequestComment),
  on("repository", reopenPullRequestComment),
  on("repository", listPullRequestTasks),
  on("repository", getPullRequestTask),
  on("repository", createPullRequestTask),
  on("repository", updatePullRequestTask),
  on("repository", deletePullRequestTask),
  on("repository", updateRepository),
  on("repository", listForks),
  on("repository", createFork),
  on("repository", deleteRepository),
  on("project", createRepository),
  on("repository", createCommit, { pushes: true }),
  on("repository", createBranch, { pushes: true }),
  on("repository", deleteBranch, { pushes: true }),
  on("repository", createTag, { pushes: true }),
  on("repository", deleteTag, { pushes: true }),
  on("repository", listRepositoryWebhooks),
  on("repository", getRepositoryWebhook),
  on("repository", createRepositoryWebhook),
  on("repository", updateRepositoryWebhook),
  on("repository", deleteRepositoryWebhook),
  on("repository", listPipelines),
  on("repository", startPipeline),
  on("repository", getPipeline),
  on("repository", stopPipeline),
  on("repository", listPipelineSteps),
  on("repository", getPipelineStep),
  on("repository", getStepLog),
  on("repository", getContainerLog),
  on("repository", getPipelineSettings),
  on("repository", updatePipelineSettings),
  on("repository", setNextBuildNumber),
  on("repository", listRepositoryRunners),
  on("repository", registerRepositoryRunner),
  on("repository", getRepositoryRunner),
  on("repository", updateRepositoryRunner),
  on("repository", deleteRepositoryRunner),
  on("repository", listEnvironments),
  on("repository", getEnvironment),
  on("repository", createEnvironment),
  on("repository", updateEnvironment),
  on("repository", deleteEnvironment),
  on("repository", listRepositoryVariables),
  on("repository", getRepositoryVariable),
  on("repository", createRepositoryVariable),
  on("repository", updateRepositoryVariable),
  on("repository", deleteRepositoryVariable),
  on("repository", listEnvironmentVariables),
  on("repository", createEnvironmentVariable),
  on("repository", updateEnvironmentVariable),
  on("repository", deleteEnvironmentVariable),
  on("project", getProject),
  on("project", deleteProject),
  on("project", getProjectBranchingModel),
  on("project", getProjectBranchingModelSettings),
  on("project", updateProjectBranchingModelSettings),
  on("project", listProjectDefaultReviewers),
  on("project", getProjectDefaultReviewer),
  on("project", addProjectDefaultReviewer),
  on("project", deleteProjectDefaultReviewer),
  on("workspace", createProject),
  on("workspace", putProject),
  on("workspace", listMembers),
  on("workspace", getMember),
  on("workspace", listOwnWorkspaces),
  on("workspace", getAccount),
  on("workspace", listWorkspaceWebhooks),
  on("workspace", getWorkspaceWebhook),
  on("workspace", createWorkspaceWebhook),
  on("workspace", updateWorkspaceWebhook),
  on("workspace", deleteWorkspaceWebhook),
  on("workspace", listWorkspaceRunners),
  on("workspace", registerWorkspaceRunner),
  on("workspace", getWorkspaceRunner),
  on("workspace", updateWorkspaceRunner),
  on("workspace", deleteWorkspaceRunner),
  on("workspace", listWorkspaceVariables),
  on("workspace", getWorkspaceVariable),
  on("workspace", createWorkspaceVariable),
  on("workspace", updateWorkspaceVariable),
  on("workspace", deleteWorkspaceVariable),
  on("workspace", listEventSubjects),
  on("workspace", listEvents),
  on("workspace", getWorkspace),
  on("workspace", listProjects),
  on("workspace", listRepositories),
  { names: ["access_tokens.get_own"], on: null, asked: { kind: "own" } },
  { names: ["access_tokens.end_own"], on: null, asked: { kind: "own" } },
  ...closedOperations.map(([, , name]): TokenOperation => ({ names: [name], on: null, asked: { kind: "closed" } })),
];

export function findTokenOperation(name: string): TokenOperation | null {
  return tokenOperations.find(({ names }) => names.includes(name)) ?? null;
}

function on<Input, Value>(
  kind: ResourceKind,
  { operation, scope, lists }: Operation<Input, Value>,
  { alsoNamed = [], pushes = false }: { alsoNamed?: string[]; pushes?: boolean } = {},
): TokenOperation {
  return { names: [operation, ...alsoNamed], on: kind, asked: { kind: "operation", scope, lists, pushes } };
}
