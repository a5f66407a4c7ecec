import { boolean, foreignKey, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { repositories } from "./repositories";

/** What a scanner or a test run found in a commit. */
export const commitReports = pgTable(
  "commit_reports",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    commit: text("commit").notNull(),
    externalId: text("external_id").notNull(),
    title: text("title").notNull(),
    details: text("details").notNull(),
    reporter: text("reporter"),
    link: text("link"),
    logoUrl: text("logo_url"),
    remoteLinkEnabled: boolean("remote_link_enabled").notNull(),
    reportType: text("report_type", { enum: ["SECURITY", "COVERAGE", "TEST", "BUG"] }).notNull(),
    result: text("result", { enum: ["PASSED", "FAILED", "PENDING"] }),
    data: jsonb("data").$type<{ title: string; type: string; value: unknown }[]>().notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    unique("commit_reports_external_id_key").on(table.repositoryId, table.commit, table.externalId),
    unique("commit_reports_workspace_id_id_key").on(table.workspaceId, table.id),
    foreignKey({
      name: "commit_reports_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);

/** A single finding of a report. */
export const reportAnnotations = pgTable(
  "report_annotations",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    reportId: id("report_id").notNull(),
    externalId: text("external_id").notNull(),
    annotationType: text("annotation_type", { enum: ["VULNERABILITY", "CODE_SMELL", "BUG"] }).notNull(),
    summary: text("summary").notNull(),
    details: text("details"),
    path: text("path"),
    line: integer("line"),
    result: text("result", { enum: ["PASSED", "FAILED", "SKIPPED", "IGNORED"] }),
    severity: text("severity", { enum: ["CRITICAL", "HIGH", "MEDIUM", "LOW"] }),
    link: text("link"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    unique("report_annotations_external_id_key").on(table.reportId, table.externalId),
    foreignKey({
      name: "report_annotations_report_fkey",
      columns: [table.workspaceId, table.reportId],
      foreignColumns: [commitReports.workspaceId, commitReports.id],
    }).onDelete("cascade"),
  ],
);
