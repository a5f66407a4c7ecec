import { z } from "zod";
import { visibleTo } from "../authorization/can";
import { readStatuses } from "../commit-statuses/list";
import type { CommitStatus } from "../commit-statuses/status";
import { fail, ok, type Result } from "../errors";
import { type Commit, listCommits } from "../git/commits";
import { isAncestor } from "../git/diff";
import { findContaining } from "../git/pull-request-refs";
import { type Authored, withAuthors } from "../git-content/authored";
import { unknownCommit } from "../git-content/list-commits";
import { namedRepository, RepositoryInput, requireCommit } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { QueryInput } from "../query-language/input";
import type { Repository } from "../repositories/find";
import { withDestination } from "./destination";
import { involve } from "./involve";
import { pullRequestsNumbered } from "./list";
import { type Involved, type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";

/** The commits that a pull request brings, the newest first. */
export const listPullRequestCommits = operation({
  name: "repositories.listPullRequestCommits",
  scope: "pullrequest",
  input: PageInput.extend(PullRequestInput.shape),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<{ commits: Commit[]; more: boolean }>>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const { sourceCommit, destinationCommit } = pullRequest.value;
    const list = await withDestination(pullRequest.value, () =>
      listCommits(found.id, {
        include: [sourceCommit],
        exclude: [destinationCommit],
        offset: (input.page - 1) * input.pageLength,
        limit: input.pageLength,
      }),
    );
    if (list === null) return fail(unknownCommit(destinationCommit));
    return ok(await withAuthors(found, list.commits, list));
  },
});

/** What builds say of the commit that a pull request is at. */
export const listPullRequestStatuses = operation({
  name: "repositories.listPullRequestStatuses",
  scope: "pullrequest",
  input: PageInput.extend({ ...PullRequestInput.shape, ...QueryInput.shape }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Page<CommitStatus> & { repository: Repository }>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const page = await readStatuses(found, pullRequest.value.sourceCommit, input);
    return page.ok ? ok({ ...page.value, repository: found }) : page;
  },
});

/** What a pull request changes is the difference of these two commits. */
export const getPullRequestDiff = comparing("repositories.getPullRequestDiff");
export const listPullRequestDiffStats = comparing("repositories.getPullRequestDiffStat");
export const getPullRequestPatch = comparing("repositories.getPullRequestPatch");

function comparing(name: string) {
  return operation({
    name,
    scope: "pullrequest",
    input: PullRequestInput,
    ...namedRepository,
    run: async ({ input, found }): Promise<Result<{ pullRequest: PullRequest; repository: Repository }>> => {
      const pullRequest = await requirePullRequest(found, input.number);
      return pullRequest.ok ? ok({ pullRequest: pullRequest.value, repository: found }) : pullRequest;
    },
  });
}

const mostLookedAt = 100;

/** The pull requests that bring a commit, the newest first; of the last hundred that hold it in their history. */
export const listPullRequestsOfCommit = operation({
  name: "getPullrequestsForCommit",
  scope: "pullrequest",
  input: PageInput.extend({ ...RepositoryInput.shape, commit: z.string() }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Involved<Page<PullRequest>>>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const numbers = (await findContaining(found.id, commit.value)).slice(0, mostLookedAt);
    const bringing = await withoutThoseBehind(found, await pullRequestsNumbered(found, numbers), commit.value);
    const { page, pageLength } = input;
    const items = bringing.slice((page - 1) * pageLength, page * pageLength);
    return ok(
      await involve(found, items, { items, total: bringing.length, page, pageLength }, visibleTo(caller.principal)),
    );
  },
});

/** What the destination held already isn't brought. */
async function withoutThoseBehind(
  repository: Repository,
  all: readonly PullRequest[],
  commit: string,
): Promise<PullRequest[]> {
  const holding = new Map<string, boolean>();
  for (const pullRequest of all) {
    const { destinationCommit } = pullRequest;
    if (holding.has(destinationCommit)) continue;
    const holds = await withDestination(pullRequest, () => isAncestor(repository.id, commit, destinationCommit));
    holding.set(destinationCommit, holds ?? false);
  }
  return all.filter(({ destinationCommit }) => !holding.get(destinationCommit));
}
