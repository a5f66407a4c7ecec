import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { AuthorObject } from "./account";
import { BranchRestrictionObject } from "./branch-restriction";
import { BranchingModelObject, BranchingModelSettingsObject, ProjectBranchingModelObject } from "./branching-model";
import { CommitObject } from "./commit";
import { CommitStatusObject } from "./commit-status";
import { DefaultReviewerObject } from "./default-reviewer";
import { DiffStatObject } from "./diff-stat";
import { EnvironmentObject } from "./environment";
import published from "./objects.fixture.json";
import { ParticipantObject } from "./participant";
import { PipelineObject } from "./pipeline";
import { ProjectObject } from "./project";
import { PullRequestObject } from "./pull-request";
import { PullRequestCommentObject, ResolutionObject, TaskObject } from "./pull-request-comment";
import { BranchObject, TagObject } from "./ref";
import { AnnotationObject, ReportObject } from "./report";
import { RepositoryObject } from "./repository";
import { OAuthClientObject, RunnerObject, RunnerStateObject } from "./runner";
import { FileObject } from "./tree-entry";
import { VariableObject } from "./variable";
import { WebhookObject } from "./webhook";
import { TeamObject, WorkspaceObject } from "./workspace";

/** Ours, by the name of the published object. That answers are as these say, the conformance test shows. */
const ours: Partial<Record<keyof typeof published, z.ZodObject>> = {
  repository: RepositoryObject,
  project: ProjectObject,
  workspace: WorkspaceObject,
  branch: BranchObject,
  tag: TagObject,
  commit: CommitObject,
  author: AuthorObject,
  participant: ParticipantObject,
  pullrequest: PullRequestObject,
  pullrequest_comment: PullRequestCommentObject,
  comment_resolution: ResolutionObject,
  task: TaskObject,
  commitstatus: CommitStatusObject,
  webhook_subscription: WebhookObject,
  branchrestriction: BranchRestrictionObject,
  branching_model: BranchingModelObject,
  branching_model_settings: BranchingModelSettingsObject,
  project_branching_model: ProjectBranchingModelObject,
  default_reviewer_and_type: DefaultReviewerObject,
  treeentry: FileObject,
  commit_file: FileObject,
  diffstat: DiffStatObject,
  report: ReportObject,
  report_annotation: AnnotationObject,
  team: TeamObject,
  pipeline: PipelineObject,
  pipeline_runner: RunnerObject,
  pipeline_runner_state: RunnerStateObject,
  pipeline_runner_oauth_client: OAuthClientObject,
  pipeline_variable: VariableObject,
  deployment_variable: VariableObject,
  deployment_environment: EnvironmentObject,
};

/** Published, and absent here, with the reason. */
const absent: Readonly<Record<string, string>> = {
  "webhook_subscription.secret": "write-only",
  "team.created_on": "live owners haven’t got it",
};

describe.each(Object.entries(ours))("%s", (name, object) => {
  test("has every key that is published", () => {
    const keys = Object.keys(object.shape);
    const missing = published[name as keyof typeof published].filter(
      (key) => !keys.includes(key) && !(`${name}.${key}` in absent),
    );
    expect(missing).toEqual([]);
  });
});

test("nothing counts as absent that is there", () => {
  const there = Object.keys(absent).filter((path) => {
    const [name = "", key = ""] = path.split(".");
    return key in (ours[name as keyof typeof published]?.shape ?? {});
  });
  expect(there).toEqual([]);
});
