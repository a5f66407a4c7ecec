import { z } from "zod";
import type { CommitReport, ReportAnnotation } from "../commit-reports/report";
import { Timestamp, timestamp, Uuid, uuidOf } from "./values";

export const ReportObject = z
  .object({
    type: z.literal("report"),
    uuid: Uuid,
    external_id: z.string(),
    title: z.string(),
    details: z.string(),
    reporter: z.string().nullable(),
    link: z.string().nullable(),
    logo_url: z.string().nullable(),
    remote_link_enabled: z.boolean(),
    report_type: z.enum(["SECURITY", "COVERAGE", "TEST", "BUG"]),
    result: z.enum(["PASSED", "FAILED", "PENDING"]).nullable(),
    data: z.array(z.object({ title: z.string(), type: z.string(), value: z.unknown() })),
    created_on: Timestamp,
    updated_on: Timestamp,
  })
  .meta({ id: "report" });

export const AnnotationObject = z
  .object({
    type: z.literal("report_annotation"),
    uuid: Uuid,
    external_id: z.string(),
    annotation_type: z.enum(["VULNERABILITY", "CODE_SMELL", "BUG"]),
    summary: z.string(),
    details: z.string().nullable(),
    path: z.string().nullable(),
    line: z.int().nullable(),
    result: z.enum(["PASSED", "FAILED", "SKIPPED", "IGNORED"]).nullable(),
    severity: z.enum(["CRITICAL", "HIGH", "MEDIUM", "LOW"]).nullable(),
    link: z.string().nullable(),
    created_on: Timestamp,
    updated_on: Timestamp,
  })
  .meta({ id: "report_annotation" });

export function presentReport(report: CommitReport): z.infer<typeof ReportObject> {
  return {
    type: "report",
    uuid: uuidOf(report),
    external_id: report.externalId,
    title: report.title,
    details: report.details,
    reporter: report.reporter,
    link: report.link,
    logo_url: report.logoUrl,
    remote_link_enabled: report.remoteLinkEnabled,
    report_type: report.reportType,
    result: report.result,
    data: report.data,
    created_on: timestamp(report.createdAt),
    updated_on: timestamp(report.updatedAt),
  };
}

export function presentAnnotation(annotation: ReportAnnotation): z.infer<typeof AnnotationObject> {
  return {
    type: "report_annotation",
    uuid: uuidOf(annotation),
    external_id: annotation.externalId,
    annotation_type: annotation.annotationType,
    summary: annotation.summary,
    details: annotation.details,
    path: annotation.path,
    line: annotation.line,
    result: annotation.result,
    severity: annotation.severity,
    link: annotation.link,
    created_on: timestamp(annotation.createdAt),
    updated_on: timestamp(annotation.updatedAt),
  };
}
