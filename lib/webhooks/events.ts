import type { Scope } from "../authorization/scopes";

type EventDefinition = {
  /** What a principal has to be able to read to hear of it. */
  scope: Scope;
  category: string;
  label: string;
  description: string;
  /** Only a workspace's webhook hears of it: before and after it there is no repository that could have one. */
  workspaceOnly?: true;
};

function repo(label: string, description: string): EventDefinition {
  return { scope: "repository", category: "Repository", label, description };
}

function pullRequest(label: string, description: string): EventDefinition {
  return { scope: "pullrequest", category: "Pull Request", label, description };
}

/** Every event that happens here, by its published key. */
export const webhookEvents = {
  "repo:push": repo("Push", "Branches or tags were pushed, made or deleted."),
  "repo:fork": repo("Fork", "A repository was made from this one’s branches and tags."),
  "repo:updated": repo("Updated", "The settings of a repository were changed."),
  "repo:commit_comment_created": repo("Commit comment created", "A commit was commented on."),
  "repo:commit_status_created": repo("Build status created", "The first status of a build was reported."),
  "repo:commit_status_updated": repo("Build status updated", "The status of a build was reported again."),
  "repo:created": { ...repo("Created", "A repository was made."), workspaceOnly: true },
  "repo:imported": { ...repo("Imported", "A repository was made from another one’s history."), workspaceOnly: true },
  "repo:deleted": { ...repo("Deleted", "A repository was deleted."), workspaceOnly: true },
  "project:updated": {
    scope: "project",
    category: "Project",
    label: "Updated",
    description: "The settings of a project were changed.",
    workspaceOnly: true,
  },
  "pipeline:span_created": {
    scope: "pipeline",
    category: "Pipelines",
    label: "Pipeline",
    description: "A pipeline was started, or has ended.",
  },
  "pullrequest:created": pullRequest("Created", "A pull request was opened."),
  "pullrequest:updated": pullRequest("Updated", "A pull request was changed, or its branch was pushed to."),
  "pullrequest:push": pullRequest("Push", "The source branch of a pull request was pushed to."),
  "pullrequest:approved": pullRequest("Approved", "A pull request was approved."),
  "pullrequest:unapproved": pullRequest("Approval removed", "An approval was taken back."),
  "pullrequest:changes_request_created": pullRequest("Changes requested", "A reviewer asked for changes."),
  "pullrequest:changes_request_removed": pullRequest(
    "Changes request removed",
    "A request for changes was taken back.",
  ),
  "pullrequest:fulfilled": pullRequest("Merged", "A pull request was merged."),
  "pullrequest:rejected": pullRequest("Declined", "A pull request was declined."),
  "pullrequest:comment_created": pullRequest("Comment created", "A pull request was commented on."),
  "pullrequest:comment_updated": pullRequest("Comment updated", "A comment of a pull request was changed."),
  "pullrequest:comment_deleted": pullRequest("Comment deleted", "A comment of a pull request was deleted."),
  "pullrequest:comment_resolved": pullRequest("Comment resolved", "A comment of a pull request was settled."),
  "pullrequest:comment_reopened": pullRequest("Comment reopened", "A settled comment was opened again."),
} as const satisfies Record<string, EventDefinition>;

export type EventKey = keyof typeof webhookEvents;
export type WebhookSubject = "repository" | "workspace";

/** The events that a webhook of a repository, or of a workspace, can hear of. */
export function eventsOf(subject: WebhookSubject): [EventKey, EventDefinition][] {
  const all = Object.entries(webhookEvents) as [EventKey, EventDefinition][];
  return subject === "workspace" ? all : all.filter(([, event]) => !event.workspaceOnly);
}
