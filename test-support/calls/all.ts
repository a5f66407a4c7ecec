import { administrationCalls } from "./administration";
import type { Calls } from "./calls";
import { contentCalls } from "./content";
import { forkCalls } from "./forks";
import { pipelineCalls } from "./pipelines";
import { pullRequestCalls } from "./pull-requests";
import { readingCalls } from "./reading";
import { recordCalls } from "./records";
import { ruleCalls } from "./rules";
import { runnerCalls } from "./runners";
import { variableCalls } from "./variables";
import { webhookCalls } from "./webhooks";

/** One valid call for each operation that there is. A test tells which is missing. */
export const allCalls: Calls = {
  ...readingCalls,
  ...contentCalls,
  ...recordCalls,
  ...administrationCalls,
  ...forkCalls,
  ...pullRequestCalls,
  ...ruleCalls,
  ...webhookCalls,
  ...runnerCalls,
  ...variableCalls,
  ...pipelineCalls,
};
