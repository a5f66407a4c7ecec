import { and, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { pullRequests } from "@/db/schema/pull-requests";
import { repositories } from "@/db/schema/repositories";
import { reach, visibleTo } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { queryNames, queryToSql, type SqlFields, sortToSql } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import type { Repository } from "../repositories/find";
import { repositoriesWithin } from "../within";
import { PullRequestSearch, searched } from "./browse";
import { involve } from "./involve";
import { type Involved, type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";
import { pullRequestStates as states } from "./states";

/** Published, and nothing here is ever in one of them. */
const otherStates = ["SUPERSEDED", "QUEUED", "DRAFT"] as const;

/** Pull requests, the newest first: open ones, unless other states are asked for. */
export const listPullRequests = operation({
  name: "repositories.listPullRequests",
  scope: "pullrequest",
  input: PageInput.extend({
    ...RepositoryInput.shape,
    ...QueryInput.shape,
    ...PullRequestSearch.shape,
    states: z.array(z.string().refine(isState, `Choose among ${states.join(", ")}.`)).default([]),
  }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Involved<Page<PullRequest>>>> => {
    const { page, pageLength } = input;
    const fields = fieldsFor(caller, found);
    const asked = queryToSql(input.q, fields);
    if (!asked.ok) return asked;
    const order = sortToSql(input.sort, fields, [desc(pullRequests.number)]);
    if (!order.ok) return order;
    const condition = and(
      eq(pullRequests.workspaceId, found.workspace.id),
      eq(pullRequests.repositoryId, found.id),
      inArray(pullRequests.state, wantedStates(input)),
      asked.value,
      searched(input),
    );
    const [counted] = await db().select({ total: count() }).from(pullRequests).where(condition);
    const items = await db()
      .select()
      .from(pullRequests)
      .where(condition)
      .orderBy(...order.value)
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    return ok(
      await involve(found, items, { items, total: counted?.total ?? 0, page, pageLength }, visibleTo(caller.principal)),
    );
  },
});

/** The pull requests of these numbers, the newest first. */
export async function pullRequestsNumbered(repository: Repository, numbers: readonly number[]): Promise<PullRequest[]> {
  if (numbers.length === 0) return [];
  return db()
    .select()
    .from(pullRequests)
    .where(
      and(
        eq(pullRequests.workspaceId, repository.workspace.id),
        eq(pullRequests.repositoryId, repository.id),
        inArray(pullRequests.number, [...numbers]),
      ),
    )
    .orderBy(desc(pullRequests.number));
}

export const getPullRequest = operation({
  name: "repositories.getPullRequest",
  scope: "pullrequest",
  input: PullRequestInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Involved<{ pullRequest: PullRequest }>>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    return ok(
      await involve(found, [pullRequest.value], { pullRequest: pullRequest.value }, visibleTo(caller.principal)),
    );
  },
});

/** Open ones, unless the caller speaks of states. */
function wantedStates({ states: named, q }: { states: readonly string[]; q?: string }) {
  if (named.length > 0) return states.filter((state) => named.includes(state));
  return queryNames(q, "state") ? [...states] : (["OPEN"] as const);
}

/** What a list can be asked for. Of another repository that one comes from, as far as the caller reads that. */
function fieldsFor({ principal }: Caller, { workspace }: Repository): SqlFields {
  const readable = repositoriesWithin(workspace.id, reach(principal, "repository", workspace.resource));
  const ofSource = (value: SQL) =>
    sql`(select ${value} from ${repositories}
          where ${and(eq(repositories.id, pullRequests.sourceRepositoryId), readable)})`;
  return {
    ...fields,
    "source.repository.full_name": {
      type: "text",
      column: ofSource(sql`${workspace.slug}::text || '/' || ${repositories.slug}`),
    },
    "source.repository.uuid": { type: "text", column: ofSource(sql`'{' || ${repositories.id} || '}'`) },
  };
}

const fields = {
  id: { type: "number", column: pullRequests.number },
  title: { type: "text", column: pullRequests.title },
  description: { type: "text", column: pullRequests.description },
  state: { type: "text", column: pullRequests.state },
  draft: { type: "boolean", column: pullRequests.draft },
  reason: { type: "text", column: pullRequests.reason },
  "source.branch.name": { type: "text", column: pullRequests.sourceBranch },
  "source.commit.hash": { type: "text", column: pullRequests.sourceCommit },
  "destination.branch.name": { type: "text", column: pullRequests.destinationBranch },
  "author.uuid": { type: "text", column: sql`'{' || ${pullRequests.authorId} || '}'` },
  created_on: { type: "moment", column: pullRequests.createdAt },
  updated_on: { type: "moment", column: pullRequests.updatedAt },
} as const;

function isState(text: string): boolean {
  return [...states, ...otherStates].some((state) => state === text);
}
