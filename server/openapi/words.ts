/** The operation in plain words, read off its published name where that says enough. */
export function summaryOf(name: string): string {
  const known = summaries[name];
  if (known !== undefined) return known;
  const [verb = "", ...rest] = wordsOf(name.slice(name.lastIndexOf(".") + 1));
  const [thing = "", owner] = rest.join(" ").split(" for ");
  const ofOwner = owner === undefined ? "" : ` of ${withArticle(owner)}`;
  if (verb === "list") return `List ${thing}${ofOwner}`;
  if (isPlural(thing)) return verb === "get" ? `List ${thing}${ofOwner}` : `${capital(verb)} ${thing}${ofOwner}`;
  return `${capital(verb)} ${withArticle(thing)}${ofOwner}`;
}

/** Those whose names don't say it, or say it badly. */
const summaries: Readonly<Record<string, string>> = {
  "repositories.list": "List repositories of a workspace",
  "repositories.get": "Get a repository",
  "repositories.create": "Create a repository",
  "repositories.update": "Change a repository, or create it",
  "repositories.delete": "Delete a repository",
  "repositories.listCommits": "List commits of all branches",
  "repositories.listCommitsAlt": "List commits, asked for in a body",
  "repositories.listCommitsAt": "List commits of a branch, tag or hash",
  "repositories.listCommitsAtAlt": "List commits of a branch, tag or hash, asked for in a body",
  "repositories.readSrcRoot": "List the top folder of the main branch",
  "repositories.readSrc": "Read a file, or list a folder",
  "repositories.createSrcFileCommit": "Write and delete files in one commit",
  "repositories.listFileHistory": "List commits that changed a file",
  "repositories.listRefs": "List branches and tags",
  "repositories.getDiff": "Get the diff of two commits, or of one",
  "repositories.listDiffStats": "List files that a diff changes",
  "repositories.getPatch": "Get the patch of two commits, or of one",
  "repositories.getMergeBase": "Get the commit where two histories parted",
  "repositories.createCommitApproval": "Approve a commit",
  "repositories.deleteCommitApproval": "Withdraw the approval of a commit",
  "repositories.listPullRequestActivitiesForRepo": "List what happened in all pull requests",
  "repositories.listPullRequestActivities": "List what happened in a pull request",
  "repositories.createPullRequestApproval": "Approve a pull request",
  "repositories.deletePullRequestApproval": "Withdraw the approval of a pull request",
  "repositories.addChangeRequestForPullRequest": "Request changes to a pull request",
  "repositories.deleteChangeRequestForPullRequest": "Withdraw a request for changes",
  "repositories.getPullRequestDiff": "Get the diff of a pull request",
  "repositories.getPullRequestDiffStat": "List files that a pull request changes",
  "repositories.getPullRequestPatch": "Get the patch of a pull request",
  "repositories.getBranchingModelSettings": "Get branching model settings",
  "workspaces.getBranchingModelSettingsForProject": "Get branching model settings of a project",
  "repositories.getEffectiveBranchingModel": "Get the branching model, as its project has it too",
  get_repositories_workspace_repo_slug_override_settings: "Get which settings are the repository’s own",
  put_repositories_workspace_repo_slug_override_settings: "Take settings over from the project, or have its own",
  "repositories.listEffectiveDefaultReviewers": "List default reviewers, with those of the project",
  createPipelineForRepository: "Start a pipeline",
  getRepositoryPipelineConfig: "Get whether pipelines can be started",
  updateRepositoryPipelineConfig: "Let pipelines be started, or refuse it",
  updateRepositoryBuildNumber: "Set the number that the next pipeline gets",
  getPipelineStepLogForRepository: "Get the log of a step, or a part of it",
  getPipelineContainerLog: "Get the log of a container of a step",
  "repositories.addDefaultReviewer": "Make someone a default reviewer",
  getPullrequestsForCommit: "List pull requests that hold a commit",
  createOrUpdateReport: "Create a report, or change it",
  createOrUpdateAnnotation: "Create an annotation, or change it",
  bulkCreateOrUpdateAnnotations: "Create or change many annotations",
  get_user_workspaces: "List workspaces of the token",
  "users.get": "Get a person or a bot",
  "workspaces.getMemberForWorkspace": "Get a member of a workspace",
  "workspaces.createOrUpdateProject": "Change a project, or create it",
  "hook_events.getAllSubjectTypes": "List what webhooks can be about",
  "hook_events.list": "List events that webhooks can hear",
};

/** `listPullRequestTasks`, `get_user_workspaces`: its words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase()
    .replaceAll("pullrequest", "pull request")
    .split(" ");
}

function isPlural(thing: string): boolean {
  return thing.endsWith("s") && !thing.endsWith("ss") && !thing.endsWith("status");
}

function withArticle(thing: string): string {
  return `${/^(?:[aeio]|un)/.test(thing) ? "an" : "a"} ${thing}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The group that an operation stands in: by the last name in its path that belongs to one. */
export function groupOf(path: string): string {
  const names = path.split("/").filter((part) => part !== "" && !part.startsWith("{"));
  const ofPullRequest = names.includes("pullrequests");
  const telling = ofPullRequest ? names.filter((name) => inPullRequests.has(name)) : names;
  const last = telling.findLast((name) => groupNamed(name) !== undefined);
  return (last && groupNamed(last)) ?? capital((names[0] ?? "").replace(/[-_]/g, " "));
}

/** Its commits and diffs stand with it, not with those of the repository. */
const inPullRequests = new Set(["pullrequests", "comments", "tasks"]);

function groupNamed(name: string): string | undefined {
  return groups.find(([, names]) => names.includes(name))?.[0];
}

/** The groups in their order, with the names in paths that belong to them. */
export const groups: readonly (readonly [string, readonly string[]])[] = [
  ["Repositories", ["repositories", "forks"]],
  ["Files", ["src", "filehistory", "downloads"]],
  ["Commits", ["commits", "commit", "diff", "diffstat", "patch", "merge-base"]],
  ["Commit statuses", ["statuses"]],
  ["Reports", ["reports"]],
  ["Branches and tags", ["refs"]],
  ["Pull requests", ["pullrequests"]],
  ["Comments", ["comments"]],
  ["Tasks", ["tasks"]],
  ["Default reviewers", ["default-reviewers", "effective-default-reviewers"]],
  ["Branch restrictions", ["branch-restrictions"]],
  ["Branching model", ["branching-model", "effective-branching-model", "override-settings"]],
  ["Webhooks", ["hooks", "hook_events"]],
  ["Pipelines", ["pipelines", "pipelines_config"]],
  ["Variables", ["variables"]],
  ["Environments", ["environments"]],
  ["Runners", ["runners"]],
  ["Projects", ["projects"]],
  ["Workspaces", ["workspaces"]],
  ["People", ["members", "users"]],
];

/** What stands for a placeholder of a path. */
export const pathWords: Readonly<Record<string, string>> = {
  workspace: "Its short name in addresses, or its UUID in braces",
  repo_slug: "Its short name in addresses, or its UUID in braces",
  project_key: "Such as `PLAT`, or its UUID in braces",
  commit: "A hash, the beginning of one, a branch, a tag or `HEAD`",
  revision: "A hash, the beginning of one, a branch, a tag or `HEAD`",
  path: "A file or folder; slashes stay as they are",
  spec: "A commit, or two with `..` between: the first is the one with the changes",
  revspec: "Two commits with `..` between",
  name: "Of the branch or tag; slashes stay as they are",
  key: "That the status was given",
  pull_request_id: "Its number",
  comment_id: "Its number",
  task_id: "Its number; of a merge that of its pull request",
  id: "Its number",
  reportId: "Its UUID in braces, or the name that it was given",
  annotationId: "Its UUID in braces, or the name that it was given",
  uid: "Its UUID in braces",
  pipeline_uuid: "Its UUID in braces",
  step_uuid: "Its UUID in braces",
  variable_uuid: "Its UUID in braces",
  environment_uuid: "Its UUID in braces",
  runner_uuid: "Its UUID in braces",
  log_uuid: "The UUID of the step, in braces",
  member: "A UUID in braces",
  selected_user: "A UUID in braces",
  target_username: "A UUID in braces",
  subject_type: "`repository` or `workspace`",
};
