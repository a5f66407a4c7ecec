import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { pullRequests } from "@/db/schema/pull-requests";
import { ok, type Result } from "../errors";
import { type Commit, listCommits } from "../git/commits";
import { refTarget } from "../git/ref-targets";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";
import { suggestText } from "./suggest-text";

export type PreparedPullRequest = {
  title: string;
  description: string;
  /** What it would bring, the newest first. */
  commits: Commit[];
  more: boolean;
  /** The number of the open pull request that there is already between these branches. */
  open: number | null;
  /** Why there is nothing to open, or null. */
  problem: string | null;
};

const mostCommits = 50;

/** What a pull request between two branches would bring, before it is opened. */
export const preparePullRequest = operation({
  name: "pull_requests.prepare",
  scope: "pullrequest:write",
  input: RepositoryInput.extend({ source: z.string(), destination: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<PreparedPullRequest>> => {
    const { source, destination } = input;
    const from = await refTarget(found.id, `refs/heads/${source}`);
    const to = await refTarget(found.id, `refs/heads/${destination}`);
    const nothing = (problem: string) =>
      ok({ title: "", description: "", commits: [], more: false, open: null, problem });
    if (!from) return nothing(`There is no branch ${source}.`);
    if (!to) return nothing(`There is no branch ${destination}.`);
    if (source === destination) return nothing("A branch can’t be merged into itself. Choose another one.");
    const { commits, more } = await listCommits(found.id, { include: [from], exclude: [to], limit: mostCommits });
    if (commits.length === 0)
      return nothing(`${destination} holds all that ${source} does: there is nothing to merge.`);
    const open = await findOpen(found, source, destination);
    return ok({ ...suggestText(source, commits), commits, more, open, problem: null });
  },
});

async function findOpen(repository: Repository, source: string, destination: string): Promise<number | null> {
  const [row] = await db()
    .select({ number: pullRequests.number })
    .from(pullRequests)
    .where(
      and(
        eq(pullRequests.workspaceId, repository.workspace.id),
        eq(pullRequests.repositoryId, repository.id),
        eq(pullRequests.sourceRepositoryId, repository.id),
        eq(pullRequests.sourceBranch, source),
        eq(pullRequests.destinationBranch, destination),
        eq(pullRequests.state, "OPEN"),
      ),
    );
  return row?.number ?? null;
}
