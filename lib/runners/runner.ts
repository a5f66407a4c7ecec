import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { runners } from "@/db/schema/runners";
import { rangesHold } from "../access-tokens/addresses";
import { fail, ok, type Result } from "../errors";
import { namedId } from "../ids";
import type { Repository } from "../repositories/find";
import type { Workspace } from "../workspaces/find";

export type RunnerStatus = "UNREGISTERED" | "ONLINE" | "OFFLINE" | "DISABLED";

/** What may be told of a runner. */
export type Runner = {
  id: string;
  name: string;
  labels: string[];
  status: RunnerStatus;
  createdAt: Date;
  updatedAt: Date;
  seenAt: Date | null;
};
export type RunnerRow = typeof runners.$inferSelect;

/** What a runner belongs to. */
export type RunnerOwner = Repository | Workspace;

/** A runner that says nothing for longer is taken to be away. */
const onlineMs = 2 * 60_000;

export function toRunner(row: RunnerRow, now: Date): Runner {
  const { id, name, labels, createdAt, updatedAt, seenAt } = row;
  return { id, name, labels, status: statusOf(row, now), createdAt, updatedAt, seenAt };
}

function statusOf({ enabled, seenAt }: RunnerRow, now: Date): RunnerStatus {
  if (!enabled) return "DISABLED";
  if (seenAt === null) return "UNREGISTERED";
  return now.getTime() - seenAt.getTime() < onlineMs ? "ONLINE" : "OFFLINE";
}

/** An address that isn't known is none of those that a runner is limited to. */
export function mayComeFrom({ addresses }: Pick<RunnerRow, "addresses">, address: string | null): boolean {
  return addresses === null || rangesHold(addresses, address);
}

/** Ids that a row of this owner has. */
export function idsOf(owner: RunnerOwner): { workspaceId: string; repositoryId: string | null } {
  return "workspace" in owner
    ? { workspaceId: owner.workspace.id, repositoryId: owner.id }
    : { workspaceId: owner.id, repositoryId: null };
}

export function ofOwner(owner: RunnerOwner) {
  const { workspaceId, repositoryId } = idsOf(owner);
  return and(
    eq(runners.workspaceId, workspaceId),
    repositoryId === null ? isNull(runners.repositoryId) : eq(runners.repositoryId, repositoryId),
  );
}

/** The runner of that `{uuid}`, where it belongs to this owner. */
export async function requireRunner(owner: RunnerOwner, name: string): Promise<Result<RunnerRow>> {
  const id = namedId(name);
  if (!id) return fail(unknownRunner(name));
  const [row] = await db()
    .select()
    .from(runners)
    .where(and(ofOwner(owner), eq(runners.id, id)));
  return row ? ok(row) : fail(unknownRunner(name));
}

export function unknownRunner(name: string) {
  return { code: "not_found" as const, what: "other" as const, name: `Runner ${name.slice(0, 100)}` };
}
