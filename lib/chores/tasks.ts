import type { Task, TaskList } from "graphile-worker";
import { sweepExpiredSecrets } from "../access-tokens/expire";
import { deliverNotice } from "../notices/deliver";
import { mailNotices } from "../notices/mail";
import { postNotice } from "../notices/post";
import { raiseOverPolicy, raiseTimelyNotices } from "../notices/scan";
import { deleteOldLogs } from "../pipelines/delete-old-logs";
import { endAbandonedPipelines } from "../pipelines/end-abandoned";
import { announceLostPushes } from "../pushes/announce-lost";
import { clearStorage } from "../repositories/clear-storage";
import { deleteOldUsage } from "../token-usage/delete-old";
import { deliverWebhook } from "../webhooks/deliver";
import { wakeForgottenWebhooks } from "../webhooks/wake-forgotten";
import { deleteLeftovers, releaseLostJobs } from "./clean";
import type { Jobs } from "./queue";

declare global {
  namespace GraphileWorker {
    interface Tasks extends Jobs {}
  }
}

/** Jobs that something asked for. */
const asked: { [Name in keyof Jobs]: Task<Name> } = {
  deliver_notice: (payload) => deliverNotice(payload),
  mail_notices: (payload) => mailNotices(payload),
  post_notice: (payload, { job }) => postNotice(payload, job.attempts),
  deliver_webhook: (payload) => deliverWebhook(payload),
  find_tokens_over_policy: (payload) => raiseOverPolicy(payload),
};

/** Jobs whose time comes again and again, with the times, in UTC, as crontab writes them. */
const repeated = {
  sweep_expired_secrets: { match: "* * * * *", run: () => sweepExpiredSecrets() },
  announce_lost_pushes: { match: "* * * * *", run: () => announceLostPushes() },
  end_abandoned_pipelines: { match: "* * * * *", run: () => endAbandonedPipelines() },
  wake_forgotten_webhooks: { match: "* * * * *", run: () => wakeForgottenWebhooks() },
  release_lost_jobs: { match: "*/5 * * * *", run: () => releaseLostJobs() },
  raise_timely_notices: { match: "7 * * * *", run: () => raiseTimelyNotices() },
  delete_old_usage: { match: "23 * * * *", run: () => deleteOldUsage() },
  delete_old_logs: { match: "29 * * * *", run: () => deleteOldLogs() },
  clear_storage: { match: "37 * * * *", run: () => clearStorage() },
  delete_leftovers: { match: "43 * * * *", run: () => deleteLeftovers() },
};

export const schedule = Object.entries(repeated).map(([task, { match }]) => ({ task, match }));

export const tasks: TaskList = {
  ...asked,
  ...Object.fromEntries(Object.entries(repeated).map(([task, { run }]) => [task, async () => void (await run())])),
};
