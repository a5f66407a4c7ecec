import { cp } from "node:fs/promises";
import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { pipelines } from "@/db/schema/pipelines";
import { repositoryPath } from "@/lib/git/storage";
import { claimPipeline } from "@/lib/pipelines/claim";
import { startPipeline } from "@/lib/pipelines/start";
import type { Repository } from "@/lib/repositories/find";
import { namesOf } from "./calls/calls";
import { callerOf, makeProject, makeRepository, makeUser, makeWorkspace } from "./factories";
import { fillRepositories } from "./filled-repositories";
import { issuedRunner, type TestRunner } from "./runners";
import { startServer } from "./server";

type Given = { key: string; value: string; secured?: boolean };

export const onMain = { type: "pipeline_ref_target", refType: "branch", refName: "main" };

/** A project with its admin, where runs are started and claimed, and the resource server. */
export async function makePipelineWorld() {
  const server = await startServer();
  const person = await makeUser();
  const project = await makeProject(await makeWorkspace({ admin: person }));
  const admin = await callerOf(person);
  const filled = await makeRepository(project, { storage: true });
  await fillRepositories(filled);

  /** A repository with a branch `main` and a tag `v1`. */
  async function makeFilled(place = project): Promise<Repository> {
    const repository = await makeRepository(place);
    await cp(repositoryPath(filled.id), repositoryPath(repository.id), { recursive: true });
    return repository;
  }

  /** The id of a run that waits. */
  async function start(repository: Repository, given: Given[] = []): Promise<string> {
    const started = await startPipeline(admin, { ...namesOf(repository), target: onMain, variables: given });
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    return started.value.pipeline.id;
  }

  /** A run that a runner has taken. */
  async function claimed(repository: Repository, given: Given[] = []): Promise<{ run: string; runner: TestRunner }> {
    const run = await start(repository, given);
    const runner = await issuedRunner(repository);
    const taken = await claimPipeline(runner);
    if (!taken.ok || taken.value?.run.id !== run) throw new Error("The runner did not get the run.");
    return { run, runner };
  }

  function post(path: string, secret: string, body?: unknown): Promise<Response> {
    return server.get(path, secret, { method: "POST", body: body === undefined ? undefined : JSON.stringify(body) });
  }

  return { server, project, admin, makeFilled, start, claimed, post };
}

export function addressOf({ workspace, slug }: Repository): string {
  return `/2.0/repositories/${workspace.slug}/${slug}`;
}

/** The run as the database holds it. */
export async function rowOf(run: string) {
  const [row] = await db().select().from(pipelines).where(eq(pipelines.id, run));
  return row;
}

/** What the audit trail says of the repository, the oldest first. */
export async function auditOf(repository: Repository) {
  const ofRepository = and(
    eq(auditEvents.workspaceId, repository.workspace.id),
    eq(auditEvents.resourceId, repository.id),
  );
  return db().select().from(auditEvents).where(ofRepository).orderBy(asc(auditEvents.position));
}
