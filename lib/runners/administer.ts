import { and, asc, count, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { runners, runnerTokens } from "@/db/schema/runners";
import { recordAudit } from "../audit/record";
import type { Caller, Principal } from "../authorization/principal";
import { fail, invalid, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { newId } from "../ids";
import { nameSchema } from "../names";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { holdOwner } from "../repositories/hold";
import { namedWorkspace, WorkspaceInput } from "../workspaces/named";
import { idsOf, ofOwner, type Runner, type RunnerOwner, requireRunner, toRunner, unknownRunner } from "./runner";
import { newRunnerSecret, type RunnerSecret, runnerDigestForStorage } from "./secret";

const mostOfOwner = 100;

const Labels = z
  .array(
    z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, "Labels are made of letters, digits, dots, dashes and underscores."),
  )
  .max(20, "Use at most 20 labels.")
  .transform((labels) => [...new Set(labels)]);
const RunnerValues = z.object({ name: nameSchema, labels: Labels.default([]) });
const RunnerChanges = z.object({
  name: nameSchema.optional(),
  labels: Labels.optional(),
  enabled: z.boolean().optional(),
});

/** A runner, with what it belongs to. */
export type RunnerIn<Value> = Value & { owner: RunnerOwner };
type One = RunnerIn<{ runner: Runner }>;
/** The secret is in this result and nowhere else, ever. */
type Registered = RunnerIn<{ runner: Runner; secret: RunnerSecret }>;

export const listRepositoryRunners = operation({
  name: "getRepositoryRunners",
  scope: "runner",
  input: PageInput.extend(RepositoryInput.shape),
  ...namedRepository,
  run: ({ input, found }) => list(found, input),
});

export const listWorkspaceRunners = operation({
  name: "getWorkspaceRunners",
  scope: "runner",
  input: PageInput.extend(WorkspaceInput.shape),
  ...namedWorkspace,
  run: ({ input, found }) => list(found, input),
});

export const registerRepositoryRunner = operation({
  name: "createRepositoryRunner",
  scope: "runner:write",
  input: RepositoryInput.extend(RunnerValues.shape),
  ...namedRepository,
  run: ({ caller, input, found }) => register(caller, found, input),
});

export const registerWorkspaceRunner = operation({
  name: "createWorkspaceRunner",
  scope: "runner:write",
  input: WorkspaceInput.extend(RunnerValues.shape),
  ...namedWorkspace,
  run: ({ caller, input, found }) => register(caller, found, input),
});

export const getRepositoryRunner = operation({
  name: "getRepositoryRunner",
  scope: "runner",
  input: RepositoryInput.extend({ runner: z.string() }),
  ...namedRepository,
  run: ({ input, found }) => get(found, input.runner),
});

export const getWorkspaceRunner = operation({
  name: "getWorkspaceRunner",
  scope: "runner",
  input: WorkspaceInput.extend({ runner: z.string() }),
  ...namedWorkspace,
  run: ({ input, found }) => get(found, input.runner),
});

/** Changes what is given; what isn't stays. */
export const updateRepositoryRunner = operation({
  name: "updateRepositoryRunner",
  scope: "runner:write",
  input: RepositoryInput.extend({ runner: z.string(), ...RunnerChanges.shape }),
  ...namedRepository,
  run: ({ caller, input, found }) => update(caller, found, input),
});

/** Changes what is given; what isn't stays. */
export const updateWorkspaceRunner = operation({
  name: "updateWorkspaceRunner",
  scope: "runner:write",
  input: WorkspaceInput.extend({ runner: z.string(), ...RunnerChanges.shape }),
  ...namedWorkspace,
  run: ({ caller, input, found }) => update(caller, found, input),
});

export const deleteRepositoryRunner = operation({
  name: "deleteRepositoryRunner",
  scope: "runner:write",
  input: RepositoryInput.extend({ runner: z.string() }),
  ...namedRepository,
  run: ({ caller, input, found }) => remove(caller, found, input.runner),
});

export const deleteWorkspaceRunner = operation({
  name: "deleteWorkspaceRunner",
  scope: "runner:write",
  input: WorkspaceInput.extend({ runner: z.string() }),
  ...namedWorkspace,
  run: ({ caller, input, found }) => remove(caller, found, input.runner),
});

async function list(
  owner: RunnerOwner,
  { page, pageLength }: { page: number; pageLength: number },
): Promise<Result<RunnerIn<Page<Runner>>>> {
  const now = new Date();
  const [counted] = await db().select({ total: count() }).from(runners).where(ofOwner(owner));
  const rows = await db()
    .select()
    .from(runners)
    .where(ofOwner(owner))
    .orderBy(asc(runners.createdAt), asc(runners.id))
    .limit(pageLength)
    .offset((page - 1) * pageLength);
  return ok({ items: rows.map((row) => toRunner(row, now)), total: counted?.total ?? 0, page, pageLength, owner });
}

async function get(owner: RunnerOwner, name: string): Promise<Result<One>> {
  const row = await requireRunner(owner, name);
  return row.ok ? ok({ runner: toRunner(row.value, new Date()), owner }) : row;
}

async function register(
  caller: Caller,
  owner: RunnerOwner,
  { name, labels }: z.output<typeof RunnerValues>,
): Promise<Result<Registered>> {
  const now = new Date();
  const secret = newRunnerSecret("client");
  const { digest, keyId } = runnerDigestForStorage(secret);
  const addresses = addressesFor(caller.principal);
  return await db().transaction(async (tx): Promise<Result<Registered>> => {
    const gone = await holdOwner(tx, idsOf(owner));
    if (gone) return fail(gone);
    const [counted] = await tx.select({ total: count() }).from(runners).where(ofOwner(owner));
    if ((counted?.total ?? 0) >= mostOfOwner) {
      return invalid("form", `There are ${mostOfOwner} runners here. Delete one first.`);
    }
    const row = {
      id: newId(),
      ...idsOf(owner),
      name,
      labels,
      enabled: true,
      secretDigest: digest,
      keyId,
      addresses,
      createdAt: now,
      updatedAt: now,
      seenAt: null,
    };
    await tx.insert(runners).values(row);
    await recordAudit(tx, caller, {
      action: "runner.registered",
      resource: owner.resource,
      details: { runner_id: row.id, name, labels, ...(addresses ? { addresses } : undefined) },
    });
    return ok({ runner: toRunner(row, now), secret, owner });
  });
}

/** A runner comes from no more addresses than the token that registers it: else it would lead past them. */
function addressesFor(principal: Principal): string[] | null {
  if (principal.kind !== "access_token" || principal.limits.addressMode === "watch") return null;
  return principal.limits.addresses && [...principal.limits.addresses];
}

async function update(
  caller: Caller,
  owner: RunnerOwner,
  { runner, name, labels, enabled }: { runner: string } & z.output<typeof RunnerChanges>,
): Promise<Result<One>> {
  const known = await requireRunner(owner, runner);
  if (!known.ok) return known;
  const now = new Date();
  return await db().transaction(async (tx): Promise<Result<One>> => {
    const [row] = await tx
      .update(runners)
      .set({ name, labels, enabled, updatedAt: now })
      .where(and(ofOwner(owner), eq(runners.id, known.value.id)))
      .returning();
    if (!row) return fail(unknownRunner(runner));
    if (!row.enabled) {
      await tx
        .delete(runnerTokens)
        .where(and(eq(runnerTokens.workspaceId, row.workspaceId), eq(runnerTokens.runnerId, row.id)));
    }
    await recordAudit(tx, caller, {
      action: "runner.updated",
      resource: owner.resource,
      details: { runner_id: row.id, name: row.name, labels: row.labels, enabled: row.enabled },
    });
    return ok({ runner: toRunner(row, now), owner });
  });
}

/** Its tokens end with it, and what it was running ends as a failure (see `endAbandonedPipelines`). */
async function remove(caller: Caller, owner: RunnerOwner, name: string): Promise<Result<null>> {
  const known = await requireRunner(owner, name);
  if (!known.ok) return known;
  return await db().transaction(async (tx): Promise<Result<null>> => {
    const [row] = await tx
      .delete(runners)
      .where(and(ofOwner(owner), eq(runners.id, known.value.id)))
      .returning({ id: runners.id, name: runners.name });
    if (!row) return fail(unknownRunner(name));
    await recordAudit(tx, caller, {
      action: "runner.deleted",
      resource: owner.resource,
      details: { runner_id: row.id, name: row.name },
    });
    return ok(null);
  });
}
