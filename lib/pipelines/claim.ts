import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { pipelines } from "@/db/schema/pipelines";
import { runners } from "@/db/schema/runners";
import { recordAudit } from "../audit/record";
import type { RunnerCaller, RunnerPrincipal } from "../authorization/principal";
import { system } from "../authorization/system";
import { fail, ok, type Result } from "../errors";
import { braced } from "../ids";
import { findRepository, type Repository } from "../repositories/find";
import type { RunVariable } from "../variables/for-run";
import { completePipeline, holdUnfinished } from "./complete";
import { ofPipeline, type Pipeline } from "./pipeline";
import { openedOrNull, unopenedVariable } from "./run-variables";

export type ClaimedPipeline = { run: Pipeline; repository: Repository; variables: RunVariable[] };

/** A run that waits, and the values of its variables; null where one of them can't be opened. */
type Next = { run: Pipeline; variables: RunVariable[] | null };

/**
 * The run that has waited the longest of those that the runner may have, which is its own from here on; null where none
 * waits. With the values of its variables: they go to the runner that holds the run, and nowhere else. A run whose
 * variables can't be opened is ended, for it would hold up all that wait behind it.
 */
export async function claimPipeline(caller: RunnerCaller, now = new Date()): Promise<Result<ClaimedPipeline | null>> {
  for (;;) {
    const next = await takeNext(caller, now);
    if (!next.ok || !next.value) return next.ok ? ok(null) : next;
    const { run, variables } = next.value;
    const repository = await findRepository(braced(run.workspaceId), braced(run.repositoryId));
    // Deleted since, and the run with it.
    if (!repository) return ok(null);
    if (variables) return ok({ run, repository, variables });
    await giveUp(run, repository, now);
  }
}

async function takeNext(caller: RunnerCaller, now: Date): Promise<Result<Next | null>> {
  return db().transaction(async (tx): Promise<Result<Next | null>> => {
    const { principal } = caller;
    // Whoever disables or deletes the runner at this moment does so before this, or after it.
    const [runner] = await tx
      .select({ id: runners.id })
      .from(runners)
      .where(
        and(
          eq(runners.workspaceId, principal.workspaceId),
          eq(runners.id, principal.runnerId),
          eq(runners.enabled, true),
        ),
      )
      .for("share");
    if (!runner) return fail({ code: "unauthenticated" });
    const [next] = await tx
      .select()
      .from(pipelines)
      .where(and(inReach(principal), eq(pipelines.state, "pending")))
      .orderBy(asc(pipelines.createdAt), asc(pipelines.id))
      .limit(1)
      .for("update", { skipLocked: true });
    if (!next) return ok(null);
    const variables = await openedOrNull(tx, next, principal);
    if (!variables) return ok({ run: next, variables });
    const taken = { state: "in_progress", runnerId: runner.id, startedAt: now, heardAt: now } as const;
    await tx.update(pipelines).set(taken).where(ofPipeline(next));
    const run: Pipeline = { ...next, ...taken };
    await recordAudit(tx, caller, {
      action: "pipeline.claimed",
      resource: { kind: "repository", workspaceId: run.workspaceId, repositoryId: run.repositoryId },
      details: {
        number: run.buildNumber,
        runner: principal.name,
        variables: variables.map(({ key }) => key),
        secured: variables.filter(({ secured }) => secured).length,
      },
    });
    return ok({ run, variables });
  });
}

async function giveUp(known: Pipeline, repository: Repository, at: Date): Promise<void> {
  await db().transaction(async (tx) => {
    const run = await holdUnfinished(tx, known);
    // Another claim ended it, or took it once its variable was set again.
    if (run?.state !== "pending") return;
    const ending = { result: "ERROR", problem: unopenedVariable, action: "pipeline.abandoned", at } as const;
    await completePipeline(tx, system, { run, repository, ending });
  });
}

/** Those of its repository; without one, those of all repositories of its workspace. */
function inReach({ workspaceId, repositoryId }: RunnerPrincipal) {
  return and(
    eq(pipelines.workspaceId, workspaceId),
    repositoryId === null ? undefined : eq(pipelines.repositoryId, repositoryId),
  );
}
