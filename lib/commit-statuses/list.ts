import { and, count, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { commitStatuses } from "@/db/schema/commit-statuses";
import { fail, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput, requireCommit } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { queryToSql, sortToSql } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import type { Repository } from "../repositories/find";
import { unknownStatus } from "./set";
import { type CommitStatus, onCommit, type StatusIn, toStatus } from "./status";

/** What builds say of a commit, the newest first. */
export const listCommitStatuses = operation({
  name: "repositories.listCommitStatuses",
  scope: "repository",
  input: PageInput.extend({
    ...RepositoryInput.shape,
    commit: z.string(),
    refname: z.string().optional(),
    ...QueryInput.shape,
  }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Page<CommitStatus> & { repository: Repository }>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const page = await readStatuses(found, commit.value, input);
    return page.ok ? ok({ ...page.value, repository: found }) : page;
  },
});

export const getCommitStatus = operation({
  name: "repositories.getCommitBuildStatus",
  scope: "repository",
  input: RepositoryInput.extend({ commit: z.string(), key: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<StatusIn>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const [row] = await db()
      .select()
      .from(commitStatuses)
      .where(and(onCommit(found, commit.value), eq(commitStatuses.key, input.key)));
    return row ? ok({ status: toStatus(row), repository: found }) : fail(unknownStatus(input.key));
  },
});

type StatusList = { page: number; pageLength: number; refname?: string; q?: string; sort?: string };

const fields = {
  key: { type: "text", column: commitStatuses.key },
  state: { type: "text", column: commitStatuses.state },
  name: { type: "text", column: commitStatuses.name },
  description: { type: "text", column: commitStatuses.description },
  refname: { type: "text", column: commitStatuses.refname },
  created_on: { type: "moment", column: commitStatuses.createdAt },
  updated_on: { type: "moment", column: commitStatuses.updatedAt },
} as const;

/** A page of the statuses of a commit that is known to be there. */
export async function readStatuses(
  repository: Repository,
  commit: string,
  { page, pageLength, refname, q, sort }: StatusList,
): Promise<Result<Page<CommitStatus>>> {
  const asked = queryToSql(q, fields);
  if (!asked.ok) return asked;
  const order = sortToSql(sort, fields, [desc(commitStatuses.createdAt), desc(commitStatuses.id)]);
  if (!order.ok) return order;
  const condition = and(
    asked.value,
    onCommit(repository, commit),
    refname === undefined ? undefined : eq(commitStatuses.refname, refname),
  );
  const [counted] = await db().select({ total: count() }).from(commitStatuses).where(condition);
  const rows = await db()
    .select()
    .from(commitStatuses)
    .where(condition)
    .orderBy(...order.value)
    .limit(pageLength)
    .offset((page - 1) * pageLength);
  return ok({ items: rows.map(toStatus), total: counted?.total ?? 0, page, pageLength });
}
