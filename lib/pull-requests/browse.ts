import { and, asc, count, eq, ilike, inArray, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { pullRequests } from "@/db/schema/pull-requests";
import type { KnownAuthor } from "../access-tokens/authors";
import { findActors } from "../actors/find";
import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";
import { type PullRequestState, pullRequestStates } from "./states";

/** What a person looks for: words of the title or the number, and whose they are. */
export const PullRequestSearch = z.object({
  search: z.string().trim().max(200, "Use at most 200 characters.").default(""),
  author: z.uuid().optional(),
});

/** How many pull requests there are of each state. */
export const countPullRequests = operation({
  name: "pull_requests.count",
  scope: "pullrequest",
  input: RepositoryInput.extend({
    states: z.array(z.enum(pullRequestStates)).default([...pullRequestStates]),
    ...PullRequestSearch.shape,
  }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Record<PullRequestState, number>>> => {
    const rows = await db()
      .select({ state: pullRequests.state, total: count() })
      .from(pullRequests)
      .where(and(inRepository(found), inArray(pullRequests.state, input.states), searched(input)))
      .groupBy(pullRequests.state);
    const totals = { OPEN: 0, MERGED: 0, DECLINED: 0 };
    for (const { state, total } of rows) totals[state] = total;
    return ok(totals);
  },
});

/** Everybody who has opened one, people before tokens, by name. */
export const listPullRequestAuthors = operation({
  name: "pull_requests.list_authors",
  scope: "pullrequest",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<KnownAuthor[]>> => {
    const rows = await db()
      .selectDistinct({ kind: pullRequests.authorKind, id: pullRequests.authorId })
      .from(pullRequests)
      .where(inRepository(found))
      .orderBy(asc(pullRequests.authorId))
      .limit(mostAuthors);
    const authors = [...(await findActors(found.workspace.id, rows)).values()];
    const rank = ({ kind }: KnownAuthor) => (kind === "user" ? 0 : 1);
    return ok(authors.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)));
  },
});

const mostAuthors = 1_000;

export function searched({ search, author }: z.output<typeof PullRequestSearch>): SQL | undefined {
  const number = /^#?(\d{1,9})$/.exec(search)?.[1];
  return and(
    author === undefined ? undefined : eq(pullRequests.authorId, author),
    search === ""
      ? undefined
      : or(
          ilike(pullRequests.title, `%${search.replace(/[\\%_]/g, "\\$&")}%`),
          number === undefined ? undefined : eq(pullRequests.number, Number(number)),
        ),
  );
}

function inRepository(repository: Repository) {
  return and(eq(pullRequests.workspaceId, repository.workspace.id), eq(pullRequests.repositoryId, repository.id));
}
