import { isRestrictionKind, type RestrictionKind } from "@/lib/branch-restrictions/kinds";
import type { BranchType } from "@/lib/branching-models/model";

type Words = { group: string; label: string /** What its number counts. */; counts?: string };

const moving = "Moving branches";
const merging = "Merging into branches";
const changing = "When a pull request changes";

/** What each kind restricts, as people say it. */
export const kindWords: Readonly<Record<RestrictionKind, Words>> = {
  push: { group: moving, label: "Nobody pushes, but for those named" },
  delete: { group: moving, label: "Nobody deletes them" },
  force: { group: moving, label: "Nobody rewrites their history" },
  restrict_merges: { group: merging, label: "Nobody merges, but for those named" },
  require_approvals_to_merge: { group: merging, label: "It takes approvals", counts: "Approvals, at least" },
  require_default_reviewer_approvals_to_merge: {
    group: merging,
    label: "It takes approvals of default reviewers",
    counts: "Approvals of default reviewers, at least",
  },
  require_no_changes_requested: { group: merging, label: "No changes are requested" },
  require_tasks_to_be_completed: { group: merging, label: "All tasks are done" },
  require_all_comments_resolved: { group: merging, label: "All comments are resolved" },
  require_passing_builds_to_merge: {
    group: merging,
    label: "All builds have passed",
    counts: "Builds that passed, at least",
  },
  require_commits_behind: { group: merging, label: "It isn’t far behind", counts: "Commits behind, at most" },
  reset_pullrequest_approvals_on_change: { group: changing, label: "Its approvals are taken back" },
  reset_pullrequest_changes_requested_on_change: { group: changing, label: "Requests for changes are taken back" },
};

/** One restriction in a line: what it says, with its number. */
export function ruleOf({ kind, value }: { kind: string; value: number | null }): string {
  if (!isRestrictionKind(kind)) return kind;
  const { label, counts } = kindWords[kind];
  return counts && value !== null ? `${counts} ${value.toLocaleString("en")}` : label;
}

export const typeWords: Readonly<Record<BranchType, string>> = {
  feature: "Feature branches",
  bugfix: "Bugfix branches",
  release: "Release branches",
  hotfix: "Hotfix branches",
  development: "Development branch",
  production: "Production branch",
};
