import { createCommitComment } from "@/lib/commit-comments/write";
import { saveAnnotations } from "@/lib/commit-reports/annotations";
import { saveReport } from "@/lib/commit-reports/reports";
import { setCommitStatus } from "@/lib/commit-statuses/set";
import { type Calls, type CallWorld, namesOf } from "./calls";

const commit = { commit: "main" };
const finding = { annotation_type: "BUG", summary: "It breaks.", external_id: "finding-1" } as const;
const status = { key: "build", state: "SUCCESSFUL", url: "https://ci.example.com/7" } as const;
const found = { title: "Scan", details: "Two findings", report_type: "SECURITY" } as const;

/** What is recorded of commits. */
export const recordCalls: Calls = {
  "repositories.listCommitStatuses": () => ({ params: commit }),
  "repositories.createCommitBuildStatus": () => ({ params: commit, body: status }),
  "repositories.getCommitBuildStatus": async (world) => ({ params: { ...commit, key: await built(world) } }),
  "repositories.updateCommitBuildStatus": async (world) => ({
    params: { ...commit, key: await built(world) },
    body: { state: "FAILED" },
  }),
  "repositories.listCommitComments": () => ({ params: commit }),
  "repositories.createCommitComment": () => ({ params: commit, body: { content: { raw: "Well done." } } }),
  "repositories.getCommitComment": async (world) => ({ params: { ...commit, comment_id: await commented(world) } }),
  "repositories.updateCommitComment": async (world) => ({
    params: { ...commit, comment_id: await commented(world) },
    body: { content: { raw: "Very well done." } },
  }),
  "repositories.deleteCommitComment": async (world) => ({ params: { ...commit, comment_id: await commented(world) } }),
  "repositories.createCommitApproval": () => ({ params: commit }),
  "repositories.deleteCommitApproval": () => ({ params: commit }),
  getReportsForCommit: () => ({ params: commit }),
  getReport: async (world) => ({ params: { ...commit, reportId: await reported(world) } }),
  createOrUpdateReport: () => ({ params: { ...commit, reportId: "scan-1" }, body: found }),
  deleteReport: async (world) => ({ params: { ...commit, reportId: await reported(world) } }),
  getAnnotationsForReport: async (world) => ({ params: { ...commit, reportId: await reported(world) } }),
  bulkCreateOrUpdateAnnotations: async (world) => ({
    params: { ...commit, reportId: await reported(world) },
    body: [finding],
  }),
  getAnnotation: async (world) => ({ params: await annotated(world) }),
  createOrUpdateAnnotation: async (world) => ({ params: await annotated(world), body: finding }),
  deleteAnnotation: async (world) => ({ params: await annotated(world) }),
};

async function built({ admin, repository }: CallWorld): Promise<string> {
  await setCommitStatus(admin, { ...namesOf(repository), ...commit, ...status });
  return status.key;
}

async function commented({ self, repository }: CallWorld): Promise<string> {
  const written = await createCommitComment(self, { ...namesOf(repository), ...commit, content: "Well done." });
  return written.ok ? String(written.value.comment.number) : "0";
}

async function reported({ admin, repository }: CallWorld): Promise<string> {
  await saveReport(admin, { ...namesOf(repository), ...commit, report: "scan-1", values: found });
  return "scan-1";
}

async function annotated(world: CallWorld) {
  const report = await reported(world);
  await saveAnnotations(world.admin, { ...namesOf(world.repository), ...commit, report, annotations: [finding] });
  return { ...commit, reportId: report, annotationId: finding.external_id };
}
