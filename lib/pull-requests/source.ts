import { and, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { repositories } from "@/db/schema/repositories";
import { can, sees } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import { fail, invalid, ok, type Result } from "../errors";
import { bringCommit } from "../git/copy";
import { refTarget } from "../git/ref-targets";
import { GitError, GitTimeoutError } from "../git/run";
import { braced, unbraced } from "../ids";
import { insufficientScope } from "../operation";
import { findRepository, type NamedRepository, type Repository, toNamed } from "../repositories/find";
import { isNamed } from "../workspaces/find";
import type { PullRequest } from "./pull-request";

/**
 * The repository whose branch is to be merged, by `workspace/slug` or `{uuid}`: the destination itself, a fork of it, or what
 * it was forked from.
 */
export async function resolveSource(
  caller: Caller,
  destination: Repository,
  name: string | undefined,
): Promise<Result<Repository>> {
  if (name === undefined) return ok(destination);
  const { principal } = caller;
  const found = await findNamed(destination, name);
  if (!found || !sees(principal, found.resource)) return fail(unknownRepository(name));
  if (!can(principal, "repository", found.resource)) {
    return fail(insufficientScope(principal, "repository", found.resource));
  }
  const related = found.parent?.id === destination.id || destination.parent?.id === found.id;
  if (related || found.id === destination.id) return ok(found);
  return invalid("source", `${found.slug} is neither a fork of ${destination.slug} nor what it was forked from.`);
}

/** Where a pull request comes from; null where that was deleted. */
export async function sourceOf(
  destination: Repository,
  { sourceRepositoryId }: PullRequest,
): Promise<Repository | null> {
  if (sourceRepositoryId === destination.id) return destination;
  if (sourceRepositoryId === null) return null;
  return findRepository(braced(destination.workspace.id), braced(sourceRepositoryId));
}

/**
 * Brings the commit that a branch is at to where it is to be merged. A conflict where the branch has moved on meanwhile, or
 * where it takes too long; throws `GitBusyError` where others are being brought.
 */
export async function bringSource(
  destination: Repository,
  source: Repository,
  branch: string,
  commit: string,
): Promise<Result<null>> {
  if (source.id === destination.id) return ok(null);
  try {
    await bringCommit(destination.id, source.id, commit);
    return ok(null);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (error instanceof GitTimeoutError) {
      return fail({ code: "conflict", message: `${branch} has too much that is new to be fetched in time.` });
    }
    if ((await refTarget(source.id, `refs/heads/${branch}`)) === commit) throw error;
    return fail({ code: "conflict", message: `${branch} was pushed to a moment ago. Look again.` });
  }
}

/** The other repositories that pull requests come from, by id, as far as the reader sees them. */
export async function otherSources(
  tx: Executor,
  { id, workspace }: Repository,
  all: readonly PullRequest[],
  visible: (resource: NamedRepository["resource"]) => boolean,
): Promise<Map<string, NamedRepository>> {
  const ids = all.flatMap(({ sourceRepositoryId }) => sourceRepositoryId ?? []).filter((other) => other !== id);
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(repositories)
    .where(and(eq(repositories.workspaceId, workspace.id), inArray(repositories.id, [...new Set(ids)])));
  const seen = rows.map((row) => toNamed(workspace, row)).filter(({ resource }) => visible(resource));
  return new Map(seen.map((repository) => [repository.id, repository]));
}

export function unknownRepository(name: string) {
  return { code: "not_found" as const, what: "repository" as const, name };
}

function findNamed({ workspace }: Repository, name: string): Promise<Repository | null> | null {
  if (unbraced(name)) return findRepository(braced(workspace.id), name);
  const [, within = "", slug = ""] = /^([^/]+)\/([^/]+)$/.exec(name) ?? [];
  return isNamed(workspace, within) ? findRepository(braced(workspace.id), slug) : null;
}
