import { and, eq, or } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { commitReports, reportAnnotations } from "@/db/schema/commit-reports";
import { fail, ok, type Result } from "../errors";
import { unbraced } from "../ids";
import type { Repository } from "../repositories/find";

export type CommitReport = typeof commitReports.$inferSelect;
export type ReportAnnotation = typeof reportAnnotations.$inferSelect;

const text = (most: number) => z.string().max(most, `Use at most ${most.toLocaleString("en")} characters.`);
const address = z.url({ protocol: /^https?$/, error: "Give an http or https address." }).max(2_000);
const number = z.number();

/** As published: a value's type says what it is. */
const TypedItem = z.discriminatedUnion("type", [
  z.object({ title: text(100), type: z.literal("BOOLEAN"), value: z.boolean() }),
  z.object({ title: text(100), type: z.literal("DATE"), value: number }),
  z.object({ title: text(100), type: z.literal("DURATION"), value: number }),
  z.object({ title: text(100), type: z.literal("LINK"), value: z.object({ text: text(2_000), href: address }) }),
  z.object({ title: text(100), type: z.literal("NUMBER"), value: number }),
  z.object({ title: text(100), type: z.literal("PERCENTAGE"), value: number }),
  z.object({ title: text(100), type: z.literal("TEXT"), value: text(2_000) }),
]);

/** The types that values have where none is said. */
const plainTypes: Readonly<Record<string, string>> = { boolean: "BOOLEAN", number: "NUMBER", string: "TEXT" };

const DataItem = z.preprocess((item) => {
  if (typeof item !== "object" || item === null) return item;
  const { type, value } = item as Readonly<Record<string, unknown>>;
  return { ...item, type: type ?? plainTypes[typeof value] };
}, TypedItem);

const severities = ["CRITICAL", "HIGH", "MEDIUM", "LOW"] as const;
export const mostAnnotations = 1_000;
export const mostAtOnce = 100;

export const ReportValues = z.object({
  title: text(450).min(1, "Give the report a title."),
  details: text(2_000),
  reporter: text(450).nullish(),
  link: address.nullish(),
  logo_url: address.nullish(),
  remote_link_enabled: z.boolean().default(false),
  report_type: z.enum(["SECURITY", "COVERAGE", "TEST", "BUG"]),
  result: z.enum(["PASSED", "FAILED", "PENDING"]).nullish(),
  data: z.array(DataItem).max(10, "A report has at most 10 values.").default([]),
});

export const AnnotationValues = z.object({
  annotation_type: z.enum(["VULNERABILITY", "CODE_SMELL", "BUG"]),
  summary: text(450).min(1, "Say what was found."),
  details: text(2_000).nullish(),
  path: text(4_000).nullish(),
  line: z.number().int().min(0).max(1_000_000_000).nullish(),
  result: z.enum(["PASSED", "FAILED", "SKIPPED", "IGNORED"]).nullish(),
  severity: z.enum(severities).nullish(),
  link: address.nullish(),
});

export const externalId = text(450).min(1, "Give it an external_id.");

export function onCommit(repository: Repository, commit: string) {
  return and(
    eq(commitReports.workspaceId, repository.workspace.id),
    eq(commitReports.repositoryId, repository.id),
    eq(commitReports.commit, commit),
  );
}

/** The report of that `{uuid}`, or of that id of whoever wrote it. */
export async function requireReport(
  repository: Repository,
  commit: string,
  name: string,
): Promise<Result<CommitReport>> {
  const id = unbraced(name);
  const [report] = await db()
    .select()
    .from(commitReports)
    .where(
      and(
        onCommit(repository, commit),
        or(eq(commitReports.externalId, name), id ? eq(commitReports.id, id) : undefined),
      ),
    )
    .limit(1);
  return report ? ok(report) : fail({ code: "not_found", what: "other", name: `Report “${name}”` });
}

/** The annotation of that `{uuid}`, or of that id of whoever wrote it. */
export async function requireAnnotation(report: CommitReport, name: string): Promise<Result<ReportAnnotation>> {
  const id = unbraced(name);
  const [annotation] = await db()
    .select()
    .from(reportAnnotations)
    .where(
      and(
        eq(reportAnnotations.workspaceId, report.workspaceId),
        eq(reportAnnotations.reportId, report.id),
        or(eq(reportAnnotations.externalId, name), id ? eq(reportAnnotations.id, id) : undefined),
      ),
    )
    .limit(1);
  return annotation ? ok(annotation) : fail({ code: "not_found", what: "other", name: `Annotation “${name}”` });
}
