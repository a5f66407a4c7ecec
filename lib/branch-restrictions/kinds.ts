/**
 * The kinds of restriction that are enforced here, each on every way that a ref can move. `counts`: takes a value.
 * `exempts`: names whom it doesn't bind; nobody else is let through, admins included.
 */
export const restrictionKinds = {
  push: { counts: false, exempts: true },
  delete: { counts: false, exempts: false },
  force: { counts: false, exempts: false },
  restrict_merges: { counts: false, exempts: true },
  require_tasks_to_be_completed: { counts: false, exempts: false },
  require_approvals_to_merge: { counts: true, exempts: false },
  require_default_reviewer_approvals_to_merge: { counts: true, exempts: false },
  require_no_changes_requested: { counts: false, exempts: false },
  require_passing_builds_to_merge: { counts: true, exempts: false },
  require_commits_behind: { counts: true, exempts: false },
  require_all_comments_resolved: { counts: false, exempts: false },
  reset_pullrequest_approvals_on_change: { counts: false, exempts: false },
  reset_pullrequest_changes_requested_on_change: { counts: false, exempts: false },
} as const satisfies Record<string, { counts: boolean; exempts: boolean }>;

export type RestrictionKind = keyof typeof restrictionKinds;

/** Published kinds that nothing here can enforce, with why. They are refused: a restriction that is only stored protects nothing. */
export const unenforcedKinds: Readonly<Record<string, string>> = {
  enforce_merge_checks: "Merge checks are always enforced here; there is nothing to switch on.",
  require_review_group_approvals_to_merge: "There are no groups here.",
  require_all_dependencies_merged: "Pull requests have no dependencies here.",
  allow_auto_merge_when_builds_pass: "Nothing merges by itself here.",
  smart_reset_pullrequest_approvals: "Approvals can be reset on every change: reset_pullrequest_approvals_on_change.",
};

export function isRestrictionKind(kind: string): kind is RestrictionKind {
  return Object.hasOwn(restrictionKinds, kind);
}
