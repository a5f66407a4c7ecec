import { and, count, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { pullRequests } from "@/db/schema/pull-requests";
import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import type { Repository } from "../repositories/find";
import { involve } from "./involve";
import { type Involved, type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";

const states = ["OPEN", "MERGED", "DECLINED"] as const;
/** Published, and nothing here is ever in one of them. */
const otherStates = ["SUPERSEDED", "QUEUED", "DRAFT"] as const;

/** Pull requests, the newest first: open ones, unless other states are asked for. */
export const listPullRequests = operation({
  name: "repositories.listPullRequests",
  scope: "pullrequest",
  input: PageInput.extend({
    ...RepositoryInput.shape,
    states: z.array(z.string().refine(isState, `Choose among ${states.join(", ")}.`)).default([]),
  }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Involved<Page<PullRequest>>>> => {
    const { page, pageLength } = input;
    const wanted = input.states.length > 0 ? states.filter((state) => input.states.includes(state)) : ["OPEN" as const];
    const condition = and(
      eq(pullRequests.workspaceId, found.workspace.id),
      eq(pullRequests.repositoryId, found.id),
      inArray(pullRequests.state, wanted),
    );
    const [counted] = await db().select({ total: count() }).from(pullRequests).where(condition);
    const items = await db()
      .select()
      .from(pullRequests)
      .where(condition)
      .orderBy(desc(pullRequests.number))
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    return ok(await involve(found, items, { items, total: counted?.total ?? 0, page, pageLength }));
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
  run: async ({ input, found }): Promise<Result<Involved<{ pullRequest: PullRequest }>>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    return ok(await involve(found, [pullRequest.value], { pullRequest: pullRequest.value }));
  },
});

function isState(text: string): boolean {
  return [...states, ...otherStates].some((state) => state === text);
}
