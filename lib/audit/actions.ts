import type { TokenPolicy } from "../token-policies/policy";
import { outcomes } from "../token-usage/outcome";
import { operationWords, refusalWords } from "../token-usage/words";
import type { Told } from "./told";

/** What the log can be narrowed to. */
export const auditGroups = {
  tokens: "Access tokens",
  refusals: "Refused use",
  policy: "Policy and presets",
  members: "Members",
  permissions: "Permissions",
  pull_requests: "Pull requests",
  pipelines: "Pipelines and runners",
  settings: "Settings",
  sign_ins: "Sign-ins",
} as const;
export type AuditGroup = keyof typeof auditGroups;

type Definition = {
  group: AuditGroup;
  /** What was done, in words, without saying by whom. */
  says: (event: Told) => string;
};

/** Everything that is written down, with the words for it. The pages and the exports say the same. */
export const auditActions = {
  "access_token.issued": {
    group: "tokens",
    says: (event) => `Issued the token ${event.name} with ${event.list("scopes")}. ${ends(event)}${limits(event)}`,
  },
  "access_token.replaced": {
    group: "tokens",
    says: (event) =>
      `Replaced the token ${event.name}: ${event.list("scopes")}. ${ends(event)}${limits(event)} ${overlap(event)}`,
  },
  "access_token.old_secret_ended": {
    group: "tokens",
    says: (event) => `Ended the old secret of ${event.name}.`,
  },
  "access_token.old_secret_used": {
    group: "refusals",
    says: (event) => `Somebody used a secret of ${event.name} again ${endOf(event)}.`,
  },
  "access_token.end_date_set": {
    group: "tokens",
    says: (event) => `Gave the token ${event.name} an end: ${event.moment("expires_at")}.`,
  },
  "access_token.expired": { group: "tokens", says: (event) => `The token ${event.name} expired.` },
  "access_token.adopted": { group: "tokens", says: (event) => `Took over the token ${event.name}.` },
  "access_token.reported": {
    group: "tokens",
    says: (event) => `The token ${event.name} was reported as leaked, and revoked.`,
  },
  "access_token.refused": { group: "refusals", says: refused },
  "access_token.revoked": { group: "tokens", says: (event) => `Revoked the token ${event.name}.` },
  "access_token.ended_with_resource": {
    group: "tokens",
    says: (event) => `The token ${event.name} ended with what it belonged to.`,
  },
  "workspace.created": { group: "settings", says: (event) => `Created the workspace ${event.text("slug")}.` },
  "workspace.updated": {
    group: "settings",
    says: (event) => `Named the workspace ${event.name}, before ${event.text("name_before")}.`,
  },
  "workspace.plan_changed": {
    group: "settings",
    says: (event) => `Changed the plan from ${event.text("plan_before")} to ${event.text("plan")}.`,
  },
  "workspace.deleted": { group: "settings", says: (event) => `Deleted the workspace ${event.text("slug")}.` },
  "project.created": { group: "settings", says: (event) => `Created the project ${event.name}.` },
  "project.updated": { group: "settings", says: (event) => `Changed the settings of the project ${event.name}.` },
  "project.deleted": {
    group: "settings",
    says: (event) => `Deleted the project ${event.text("key")}. ${endedTokens(event)}`,
  },
  "repository.created": { group: "settings", says: (event) => `Created the repository ${event.text("slug")}.` },
  "repository.forked": {
    group: "settings",
    says: (event) => `Forked the repository ${event.text("source")} as ${event.text("slug")}.`,
  },
  "repository.updated": {
    group: "settings",
    says: (event) => `Changed the settings of the repository ${event.name}.`,
  },
  "repository.moved": {
    group: "settings",
    says: (event) => `Moved the repository from ${event.text("project_before")} to ${event.text("project")}.`,
  },
  "repository.deleted": {
    group: "settings",
    says: (event) => `Deleted the repository ${event.text("slug")}. ${endedTokens(event)}`,
  },
  "branch_restriction.created": {
    group: "settings",
    says: (event) => `Restricted ${branches(event)}: ${event.text("kind")}.`,
  },
  "branch_restriction.updated": {
    group: "settings",
    says: (event) => `Changed the restriction of ${branches(event)}: ${event.text("kind")}.`,
  },
  "branch_restriction.deleted": {
    group: "settings",
    says: (event) => `Lifted the restriction of ${branches(event)}: ${event.text("kind")}.`,
  },
  "branching_model.updated": { group: "settings", says: branchingModel },
  "branching_model.inherited": { group: "settings", says: () => "Took over the branching model of the project." },
  "default_reviewer.added": {
    group: "settings",
    says: (event) => `Made ${event.person("user_id")} a default reviewer.`,
  },
  "default_reviewer.removed": {
    group: "settings",
    says: (event) => `Removed ${event.person("user_id")} from the default reviewers.`,
  },
  "pull_request.created": {
    group: "pull_requests",
    says: (event) =>
      `Asked to merge ${event.text("source")} into ${event.text("destination")}: pull request ${event.number("number")}.`,
  },
  "pull_request.updated": {
    group: "pull_requests",
    says: (event) => `Changed the pull request ${event.number("number")}.`,
  },
  "pull_request.merged": {
    group: "pull_requests",
    says: (event) =>
      `Merged the pull request ${event.number("number")} into ${event.text("destination")} at ${event.text("commit")}.`,
  },
  "pull_request.declined": {
    group: "pull_requests",
    says: (event) => `Declined the pull request ${event.number("number")}.`,
  },
  "runner.registered": {
    group: "pipelines",
    says: (event) => `Registered the runner ${event.name}.${limits(event)}`,
  },
  "runner.updated": {
    group: "pipelines",
    says: (event) => `Changed the runner ${event.name}: ${event.yes("enabled") ? "on" : "off"}.`,
  },
  "runner.deleted": { group: "pipelines", says: (event) => `Deleted the runner ${event.name}.` },
  "pipeline.started": {
    group: "pipelines",
    says: (event) =>
      `Started the pipeline ${event.number("number")} for ${event.text("ref") || event.text("commit")}.${withVariables(event)}`,
  },
  "pipeline.claimed": {
    group: "pipelines",
    says: (event) =>
      `The runner ${event.text("runner")} took the pipeline ${event.number("number")}.${withVariables(event)}${secured(event)}`,
  },
  "pipeline.environment_opened": {
    group: "pipelines",
    says: (event) =>
      `The runner ${event.text("runner")} was given the variables of the environment ${event.text("environment")} for the pipeline ${event.number("number")}.${withVariables(event)}${secured(event)}`,
  },
  "pipeline.completed": {
    group: "pipelines",
    says: (event) => `Ended the pipeline ${event.number("number")}: ${event.text("result")}.`,
  },
  "pipeline.stopped": { group: "pipelines", says: (event) => `Stopped the pipeline ${event.number("number")}.` },
  "pipeline.abandoned": {
    group: "pipelines",
    says: (event) => `Gave the pipeline ${event.number("number")} up. ${event.text("problem")}`.trim(),
  },
  "pipeline.number_set": {
    group: "pipelines",
    says: (event) => `Let the next pipeline have the number ${event.number("next")}.`,
  },
  "pipelines.switched": {
    group: "pipelines",
    says: (event) => `Switched pipelines ${event.yes("enabled") ? "on" : "off"}.`,
  },
  "membership.added": {
    group: "members",
    says: (event) =>
      event.yes("by_invitation")
        ? `Joined as ${roleOf(event)}, by invitation.`
        : `Added ${event.person("user_id")} as ${roleOf(event)}.`,
  },
  "membership.changed": { group: "members", says: (event) => `Made ${event.person("user_id")} ${roleOf(event)}.` },
  "membership.removed": { group: "members", says: (event) => `Removed ${event.person("user_id")} from the workspace.` },
  "invitation.created": {
    group: "members",
    says: (event) => `Invited ${event.text("email")} as ${roleOf(event)}.`,
  },
  "invitation.withdrawn": { group: "members", says: (event) => `Withdrew the invitation of ${event.text("email")}.` },
  "permission.given": {
    group: "permissions",
    says: (event) => `Gave ${event.person("user_id")} the permission ${event.text("permission")}.`,
  },
  "permission.taken": {
    group: "permissions",
    says: (event) => `Took the permission of ${event.person("user_id")} away.`,
  },
  "user.created": { group: "members", says: (event) => `Made an account for ${event.text("email")}.` },
  "user.password_changed": { group: "sign_ins", says: () => "Changed the password." },
  "user.signed_in": { group: "sign_ins", says: () => "Signed in." },
  "token_policy.updated": { group: "policy", says: policyChange },
  "token_preset.saved": { group: "policy", says: (event) => `Saved the preset ${event.name}.` },
  "token_preset.deleted": { group: "policy", says: (event) => `Deleted the preset ${event.name}.` },
  "webhook.created": {
    group: "settings",
    says: (event) => `Added a webhook to ${event.text("host")} for ${event.list("events")}.`,
  },
  "webhook.updated": {
    group: "settings",
    says: (event) =>
      `Changed the webhook to ${event.text("host")}: ${event.yes("active") ? "on" : "off"}, for ${event.list("events")}.`,
  },
  "webhook.deleted": { group: "settings", says: (event) => `Deleted the webhook to ${event.text("host")}.` },
  "webhook.redelivered": {
    group: "settings",
    says: (event) => `Had ${event.text("event")} sent again to ${event.text("host")}.`,
  },
  "environment.created": {
    group: "settings",
    says: (event) => `Created the environment ${event.name}, for ${event.text("type")}.`,
  },
  "environment.updated": {
    group: "settings",
    says: (event) => `Changed the environment ${event.text("name_before")}: ${event.name}, for ${event.text("type")}.`,
  },
  "environment.deleted": {
    group: "settings",
    says: (event) => `Deleted the environment ${event.name} with its variables.`,
  },
  "variable.created": { group: "settings", says: (event) => `Added the ${variable(event)}.` },
  "variable.updated": {
    group: "settings",
    says: (event) =>
      `Changed the ${variable(event)}${event.yes("new_value") ? " to a new value" : ""}. It was called ${event.text("key_before")}.`,
  },
  "variable.deleted": { group: "settings", says: (event) => `Deleted the ${variable(event)}.` },
  "notice_webhook.saved": {
    group: "settings",
    says: (event) => `Saved the webhook for notices to ${event.text("host")}.`,
  },
  "notice_webhook.deleted": {
    group: "settings",
    says: (event) => `Deleted the webhook for notices to ${event.text("host")}.`,
  },
} as const satisfies Record<string, Definition>;
export type AuditAction = keyof typeof auditActions;

const allActions = Object.keys(auditActions) as AuditAction[];

/** The words for an event. One of a later version, which isn't known here, says its name. */
export function sentenceOf(action: string, told: Told): string {
  return isAuditAction(action) ? auditActions[action].says(told).trim() : action;
}

/** Where an event belongs; one that isn't known here is among the settings. */
export function groupOf(action: string): AuditGroup {
  return isAuditAction(action) ? auditActions[action].group : "settings";
}

/** The actions of a group. */
export function actionsIn(group: AuditGroup): AuditAction[] {
  return allActions.filter((action) => auditActions[action].group === group);
}

/** The actions whose names have the text in them: "token revoked" is in `access_token.revoked`. */
export function actionsCalled(text: string): AuditAction[] {
  const wanted = text.toLowerCase();
  return allActions.filter((action) => action.includes(wanted) || action.replace(/[._]/g, " ").includes(wanted));
}

function isAuditAction(action: string): action is AuditAction {
  return Object.hasOwn(auditActions, action);
}

function ends(event: Told): string {
  return event.has("expires_at") ? `It expires ${event.moment("expires_at")}.` : "It never expires.";
}

function limits(event: Told): string {
  const mode = event.text("address_mode") === "watch" ? "Watches for addresses outside" : "Only from";
  const addresses = event.has("addresses") ? ` ${mode} ${event.list("addresses")}.` : "";
  return addresses + (event.has("refs") ? ` Pushes only to ${event.list("refs")}.` : "");
}

function overlap(event: Told): string {
  const minutes = event.number("overlap_minutes");
  if (minutes === 0) return "The old secret ended at once.";
  const days = minutes / (24 * 60);
  if (days >= 1) return `The old secret lives on for ${days} ${days === 1 ? "day" : "days"}.`;
  return `The old secret lives on for ${minutes} minutes.`;
}

function endOf(event: Told): string {
  switch (event.text("reason")) {
    case "replaced":
      return "after it was replaced";
    case "expired":
      return "after it expired";
    case "reported":
      return "after it was reported as leaked";
    case "resource_deleted":
      return "after its resource was deleted";
    default:
      return "after it was revoked";
  }
}

/** How many there were, the usage of the token tells: the log has the first of each kind on a day. */
function refused(event: Told): string {
  const asked = `Refused ${event.name}: ${operationWords(event.text("operation"))}.`;
  const outcome = outcomes.find((each) => each === event.text("outcome"));
  if (!outcome) return asked;
  const { why, scope } = refusalWords({ outcome, scope: event.text("scope") });
  return `${asked} ${why}${scope ? ` ${scope}` : ""}.`;
}

function endedTokens(event: Told): string {
  const count = event.number("ended_tokens");
  return count === 0 ? "" : `${count} ${count === 1 ? "token" : "tokens"} ended with it.`;
}

function variable(event: Told): string {
  const place = event.has("environment") ? ` of the environment ${event.text("environment")}` : "";
  return `${event.yes("secured") ? "secured variable" : "variable"} ${event.text("key")}${place}`;
}

function withVariables(event: Told): string {
  const keys = event.list("variables");
  return keys === "" ? "" : ` It was given ${keys}.`;
}

function secured(event: Told): string {
  const count = event.number("secured");
  return count === 0 ? "" : ` ${count} ${count === 1 ? "is" : "are"} secured.`;
}

function roleOf(event: Told): string {
  return event.text("role") === "admin" ? "an admin" : "a member";
}

const policyWords: Record<keyof TokenPolicy, string> = {
  longestLifetimeDays: "longest lifetime in days",
  neverExpiresAllowed: "tokens may never expire",
  strongScopesExpire: "admin and delete scopes need an expiry",
  repositoryAdminsMayIssue: "repository admins may issue",
  apiRequestsPerHour: "API requests an hour",
  gitRequestsPerHour: "git requests an hour",
  refusesPushedSecrets: "pushes with live secrets are refused",
};

function policyChange(event: Told): string {
  const keys = Object.keys(policyWords) as (keyof TokenPolicy)[];
  const changes = keys
    .filter((key) => event.knows(key))
    .map((key) => `${policyWords[key]}, ${event.value(key)} (was ${event.value(`${key}_before`)})`);
  return changes.length === 0
    ? "Saved the token policy as it was."
    : `Changed the token policy: ${changes.join("; ")}.`;
}

/** As the pattern names them, or as the branching model does. */
function branches(event: Told): string {
  return event.has("branch_type") ? `${event.text("branch_type")} branches` : event.text("pattern");
}

function branchingModel(event: Told): string {
  const production = event.has("production") ? `, production ${event.text("production")}` : "";
  const closes = event.yes("closes_branches") ? " Merged branches are closed." : "";
  return `Set the branching model: development ${event.text("development")}${production}, ${event.list("prefixes")}.${closes}`;
}
