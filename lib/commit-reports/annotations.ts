import { and, asc, count, eq, notInArray, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { commitReports, reportAnnotations } from "@/db/schema/commit-reports";
import { fail, invalid, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput, requireCommit } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import type { Repository } from "../repositories/find";
import {
  AnnotationValues,
  type CommitReport,
  externalId,
  mostAnnotations,
  mostAtOnce,
  type ReportAnnotation,
  requireAnnotation,
  requireReport,
} from "./report";

const ReportInput = RepositoryInput.extend({ commit: z.string(), report: z.string() });

export const listAnnotations = operation({
  name: "getAnnotationsForReport",
  scope: "repository",
  input: PageInput.extend(ReportInput.shape),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Page<ReportAnnotation>>> => {
    const report = await reportOf(found, input);
    if (!report.ok) return report;
    const { page, pageLength } = input;
    const condition = ofReport(report.value);
    const [counted] = await db().select({ total: count() }).from(reportAnnotations).where(condition);
    const items = await db()
      .select()
      .from(reportAnnotations)
      .where(condition)
      .orderBy(asc(reportAnnotations.createdAt), asc(reportAnnotations.id))
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    return ok({ items, total: counted?.total ?? 0, page, pageLength });
  },
});

export const getAnnotation = operation({
  name: "getAnnotation",
  scope: "repository",
  input: ReportInput.extend({ annotation: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<ReportAnnotation>> => {
    const report = await reportOf(found, input);
    return report.ok ? requireAnnotation(report.value, input.annotation) : report;
  },
});

/** Writes up to 100 findings at once, all or none. One whose id is there already is replaced. */
export const saveAnnotations = operation({
  name: "bulkCreateOrUpdateAnnotations",
  scope: "repository",
  input: ReportInput.extend({
    annotations: z
      .array(AnnotationValues.extend({ external_id: externalId }))
      .min(1, "Send at least one annotation.")
      .max(mostAtOnce, `Send at most ${mostAtOnce} annotations at once.`),
  }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<ReportAnnotation[]>> => {
    const report = await reportOf(found, input);
    if (!report.ok) return report;
    return writeAnnotations(report.value, input.annotations);
  },
});

/** Writes one finding under its id; once more, or by its `{uuid}`, replaces what it said. */
export const saveAnnotation = operation({
  name: "createOrUpdateAnnotation",
  scope: "repository",
  input: ReportInput.extend({ annotation: externalId, values: AnnotationValues }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<ReportAnnotation>> => {
    const report = await reportOf(found, input);
    if (!report.ok) return report;
    const known = await requireAnnotation(report.value, input.annotation);
    const external_id = known.ok ? known.value.externalId : input.annotation;
    const written = await writeAnnotations(report.value, [{ ...input.values, external_id }]);
    if (!written.ok) return written;
    const [annotation] = written.value;
    if (!annotation) throw new Error("An annotation was neither written nor changed.");
    return ok(annotation);
  },
});

/** Deletes a finding. One that isn't there is gone already. */
export const deleteAnnotation = operation({
  name: "deleteAnnotation",
  scope: "repository",
  input: ReportInput.extend({ annotation: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<null>> => {
    const report = await reportOf(found, input);
    if (!report.ok) return report;
    const annotation = await requireAnnotation(report.value, input.annotation);
    if (annotation.ok) {
      await db()
        .delete(reportAnnotations)
        .where(and(ofReport(report.value), eq(reportAnnotations.id, annotation.value.id)));
    }
    return ok(null);
  },
});

type NewAnnotation = z.output<typeof AnnotationValues> & { external_id: string };

async function writeAnnotations(
  report: CommitReport,
  annotations: readonly NewAnnotation[],
): Promise<Result<ReportAnnotation[]>> {
  const now = new Date();
  // The last of the same id counts: one statement can't write a row twice.
  const distinct = [...new Map(annotations.map((annotation) => [annotation.external_id, annotation])).values()];
  return db().transaction(async (tx): Promise<Result<ReportAnnotation[]>> => {
    const { workspaceId, id: reportId } = report;
    const [locked] = await tx
      .select({ id: commitReports.id })
      .from(commitReports)
      .where(and(eq(commitReports.workspaceId, workspaceId), eq(commitReports.id, reportId)))
      .for("update");
    if (!locked) return fail({ code: "not_found", what: "other", name: `Report “${report.externalId}”` });
    const names = distinct.map(({ external_id }) => external_id);
    const [others] = await tx
      .select({ total: count() })
      .from(reportAnnotations)
      .where(and(ofReport(report), notInArray(reportAnnotations.externalId, names)));
    if ((others?.total ?? 0) + names.length > mostAnnotations) return invalid("annotations", tooMany);
    const written = await tx
      .insert(reportAnnotations)
      .values(
        distinct.map(({ external_id, annotation_type, ...values }) => ({
          id: newId(),
          workspaceId,
          reportId,
          externalId: external_id,
          annotationType: annotation_type,
          ...values,
          createdAt: now,
          updatedAt: now,
        })),
      )
      .onConflictDoUpdate({
        target: [reportAnnotations.reportId, reportAnnotations.externalId],
        set: {
          annotationType: sql`excluded.annotation_type`,
          summary: sql`excluded.summary`,
          details: sql`excluded.details`,
          path: sql`excluded.path`,
          line: sql`excluded.line`,
          result: sql`excluded.result`,
          severity: sql`excluded.severity`,
          link: sql`excluded.link`,
          updatedAt: now,
        },
      })
      .returning();
    return ok(written);
  });
}

const tooMany = `A report has at most ${mostAnnotations.toLocaleString("en")} annotations.`;

async function reportOf(
  repository: Repository,
  { commit, report }: { commit: string; report: string },
): Promise<Result<CommitReport>> {
  const hash = await requireCommit(repository.id, commit);
  return hash.ok ? requireReport(repository, hash.value, report) : hash;
}

function ofReport({ workspaceId, id }: CommitReport) {
  return and(eq(reportAnnotations.workspaceId, workspaceId), eq(reportAnnotations.reportId, id));
}
