import type { Outcome } from "./outcome";

const operations: Record<string, string> = {
  "git-upload-pack": "Fetch",
  "git-receive-pack": "Push",
  "archives.download": "Download an archive",
  "repositories.get": "Read the repository",
  "repositories.list": "List repositories",
  "repositories.createBranch": "Make a branch",
  "repositories.createSrcFileCommit": "Commit files",
  "repositories.createTag": "Make a tag",
  "repositories.deleteBranch": "Delete a branch",
  "repositories.deleteTag": "Delete a tag",
  "repositories.getBranch": "Read a branch",
  "repositories.getCommit": "Read a commit",
  "repositories.getDiff": "Compare commits",
  "repositories.getMergeBase": "Find a common ancestor",
  "repositories.getPatch": "Read a patch",
  "repositories.getTag": "Read a tag",
  "repositories.listBranches": "List branches",
  "repositories.listCommits": "List commits",
  "repositories.listCommitsAlt": "List commits",
  "repositories.listCommitsAt": "List commits",
  "repositories.listCommitsAtAlt": "List commits",
  "repositories.listPullRequestActivities": "Follow a pull request",
  "repositories.listPullRequestActivitiesForRepo": "Follow pull requests",
  "repositories.listDiffStats": "List changed files",
  "repositories.listFileHistory": "Read a file’s history",
  "repositories.listRefs": "List refs",
  "repositories.listTags": "List tags",
  "repositories.readSrc": "Read files",
  "repositories.readSrcRoot": "Read files",
  get_repositories_workspace_repo_slug_override_settings: "Read what a repository overrides",
  put_repositories_workspace_repo_slug_override_settings: "Change what a repository overrides",
  "user.get": "Ask who it is",
  "access_tokens.get_own": "Ask what token it is",
  "access_tokens.end_own": "End itself",
  "workspaces.getWorkspace": "Read the workspace",
  "workspaces.getProject": "Read a project",
  "workspaces.getProjects": "List projects",
};

/** What an operation does, in words; one that isn't known here says its published name. */
export function operationWords(operation: string): string {
  const known = operations[operation];
  if (known) return known;
  const words = (operation.split(".").at(-1) ?? operation)
    .replace(/[_-]+/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .trim();
  return words === "" ? "Unknown" : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Why requests were refused. `scope` is set where a missing one was the reason: it follows the words. */
export function refusalWords({ outcome, scope }: { outcome: Outcome; scope: string }): { why: string; scope?: string } {
  switch (outcome) {
    case "insufficient_scope":
      return scope === "" ? { why: "Needs a scope that it lacks" } : { why: "Needs", scope };
    case "not_found":
      return { why: "Outside its reach" };
    case "address":
      return { why: "From an address outside its ranges" };
    case "closed":
      return { why: "Closed to every token" };
    case "rate":
      return { why: "Over its hourly allowance" };
    case "ref":
      return { why: "A push to a ref that it may not change" };
    case "secret":
      return { why: "A push that held a live secret" };
    case "replaced":
      return { why: "With an old secret, after its end" };
    case "expired":
      return { why: "After it expired" };
    case "revoked":
      return { why: "After it was revoked" };
    case "reported":
      return { why: "After its secret was reported as leaked" };
    case "self":
      return { why: "After it ended itself" };
    case "resource_deleted":
      return { why: "After its resource was deleted" };
    case "allowed":
    case "address_watch":
      return { why: "Let in" };
  }
}
