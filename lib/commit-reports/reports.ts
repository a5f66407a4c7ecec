import { and, count, desc, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { commitReports } from "@/db/schema/commit-reports";
import { fail, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput, requireCommit } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { holdOwner } from "../repositories/hold";
import { type CommitReport, externalId, onCommit, ReportValues, requireReport } from "./report";

const mostOfCommit = 1_000;

const ReportInput = RepositoryInput.extend({ commit: z.string(), report: z.string() });

/** What was found in a commit, the newest report first. */
export const listReports = operation({
  name: "getReportsForCommit",
  scope: "repository",
  input: PageInput.extend({ ...RepositoryInput.shape, commit: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Page<CommitReport>>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const { page, pageLength } = input;
    const condition = onCommit(found, commit.value);
    const [counted] = await db().select({ total: count() }).from(commitReports).where(condition);
    const items = await db()
      .select()
      .from(commitReports)
      .where(condition)
      .orderBy(desc(commitReports.createdAt), desc(commitReports.id))
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    return ok({ items, total: counted?.total ?? 0, page, pageLength });
  },
});

export const getReport = operation({
  name: "getReport",
  scope: "repository",
  input: ReportInput,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<CommitReport>> => {
    const commit = await requireCommit(found.id, input.commit);
    return commit.ok ? requireReport(found, commit.value, input.report) : commit;
  },
});

/** Writes a report under the id of whoever writes it; once more, or by its `{uuid}`, replaces what it said. */
export const saveReport = operation({
  name: "createOrUpdateReport",
  scope: "repository",
  input: RepositoryInput.extend({ commit: z.string(), report: externalId, values: ReportValues }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<CommitReport>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const known = await requireReport(found, commit.value, input.report);
    const now = new Date();
    const { logo_url, remote_link_enabled, report_type, ...same } = input.values;
    const values = {
      ...same,
      reporter: same.reporter ?? null,
      link: same.link ?? null,
      result: same.result ?? null,
      logoUrl: logo_url ?? null,
      remoteLinkEnabled: remote_link_enabled,
      reportType: report_type,
      updatedAt: now,
    };
    const place = { workspaceId: found.workspace.id, repositoryId: found.id };
    const externalId = known.ok ? known.value.externalId : input.report;
    return db().transaction(async (tx): Promise<Result<CommitReport>> => {
      if (!known.ok) {
        const gone = await holdOwner(tx, place);
        if (gone) return fail(gone);
        const others = and(onCommit(found, commit.value), ne(commitReports.externalId, externalId));
        const [counted] = await tx.select({ total: count() }).from(commitReports).where(others);
        if ((counted?.total ?? 0) >= mostOfCommit) {
          const message = `There are ${mostOfCommit.toLocaleString("en")} reports on this commit. Delete one first.`;
          return fail({ code: "conflict", message });
        }
      }
      const [report] = await tx
        .insert(commitReports)
        .values({ id: newId(), ...place, commit: commit.value, externalId, ...values, createdAt: now })
        .onConflictDoUpdate({
          target: [commitReports.repositoryId, commitReports.commit, commitReports.externalId],
          set: values,
        })
        .returning();
      if (!report) throw new Error("A report was neither written nor changed.");
      return ok(report);
    });
  },
});

/** Deletes a report with its annotations. One that isn't there is gone already. */
export const deleteReport = operation({
  name: "deleteReport",
  scope: "repository",
  input: ReportInput,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<null>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const report = await requireReport(found, commit.value, input.report);
    if (report.ok) {
      await db()
        .delete(commitReports)
        .where(and(onCommit(found, commit.value), eq(commitReports.id, report.value.id)));
    }
    return ok(null);
  },
});
