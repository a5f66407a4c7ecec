import { createHash } from "node:crypto";
import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { auditChains, auditEvents } from "@/db/schema/audit-events";
import { workspaces } from "@/db/schema/workspaces";

/** Where a chain stands: so many events, and the hash over all of them. Written down elsewhere, it proves itself later. */
export type ChainEnd = { position: number; hash: string };

export type BrokenLink = {
  /** The first place in the chain where it doesn't hold. */
  position: number;
  /** The row that stands there; null where none does. */
  event: { id: string; at: Date; action: string } | null;
  problem:
    | "changed"
    /** A row is gone, or several up to the end. */
    | "missing"
    /** A row that was never appended. */
    | "added"
    /** All rows follow from each other, but don't lead to the end that was kept. */
    | "rewritten";
};

export type ChainVerdict = {
  /** Null for the chain of what belongs to no workspace. */
  workspaceId: string | null;
  /** The slug, also of a workspace that is gone, as its last event tells. */
  workspace: string | null;
  deleted: boolean;
  /** How many events hold, from the first on. */
  events: number;
  /** The end that was kept; null where none was. */
  end: ChainEnd | null;
  broken: BrokenLink | null;
};

/** Ends that were written down earlier, by the id of the chain's workspace, or `instanceChain`. */
export type KnownEnds = ReadonlyMap<string, ChainEnd>;

export const instanceChain = "00000000-0000-0000-0000-000000000000";
const batch = 2_000;

/**
 * Computes every chain of the audit trail anew, or that of one workspace, and compares. What is appended meanwhile is
 * left for the next time.
 */
export function verifyAuditTrail(only: string | null = null, known: KnownEnds = new Map()): Promise<ChainVerdict[]> {
  return db().transaction(
    async (tx) => {
      const verdicts: ChainVerdict[] = [];
      if (only !== null) return [await verifyChain(tx, only, known)];
      for (let chain = await nextChain(tx, null); chain !== null; chain = await nextChain(tx, chain)) {
        verdicts.push(await verifyChain(tx, chain, known));
      }
      const seen = new Set(verdicts.map(({ workspaceId }) => workspaceId ?? instanceChain));
      for (const chain of known.keys()) if (!seen.has(chain)) verdicts.push(await verifyChain(tx, chain, known));
      return verdicts;
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

const chainOf = sql`coalesce(${auditEvents.workspaceId}, '00000000-0000-0000-0000-000000000000'::uuid)`;

/** What a row's hash covers, written out here: the function in the database could have been changed with the rows. */
const textOf = sql<string>`jsonb_build_array(
  ${auditEvents.position}, ${auditEvents.id}, (extract(epoch from ${auditEvents.at}) * 1000)::bigint,
  ${auditEvents.workspaceId}, ${auditEvents.actorKind}, ${auditEvents.actorId}, ${auditEvents.action},
  ${auditEvents.resourceKind}, ${auditEvents.resourceId}, ${auditEvents.address}, ${auditEvents.requestId},
  ${auditEvents.details})::text`;

/** One after the other off the index: there may be far more rows than chains. */
async function nextChain(tx: Executor, after: string | null): Promise<string | null> {
  const later = (column: SQL) => (after === null ? sql`true` : sql`${column} > ${after}::uuid`);
  const { rows } = await tx.execute<{ chain: string | null }>(sql`
    select least(
      (select id from ${auditChains} where ${later(sql`id`)} order by id limit 1),
      (select ${chainOf} from ${auditEvents} where ${later(chainOf)} order by 1 limit 1)) as chain`);
  return rows[0]?.chain ?? null;
}

async function verifyChain(tx: Executor, chain: string, known: KnownEnds): Promise<ChainVerdict> {
  const [kept] = await tx
    .select({ position: auditChains.position, hash: auditChains.hash })
    .from(auditChains)
    .where(eq(auditChains.id, chain));
  const { events, broken } = await walk(tx, chain, kept ?? null, known.get(chain));
  return {
    ...(await nameOf(tx, chain)),
    events,
    end: kept ? { position: kept.position, hash: kept.hash.toString("hex") } : null,
    broken,
  };
}

type Kept = { position: number; hash: Buffer };

async function walk(
  tx: Executor,
  chain: string,
  end: Kept | null,
  known: ChainEnd | undefined,
): Promise<{ events: number; broken: BrokenLink | null }> {
  let position = 0;
  let hash: Buffer = Buffer.alloc(0);
  const breaks = (problem: BrokenLink["problem"], event: BrokenLink["event"] = null, at = position) => ({
    events: position,
    broken: { position: at, event, problem },
  });
  for (let after: number | null = null; ; after = position) {
    const rows = await rowsAfter(tx, chain, after);
    for (const { text, hash: stored, position: found, ...event } of rows) {
      if (found > position + 1) return breaks("missing", null, position + 1);
      if (found < position + 1 || found > (end?.position ?? 0)) return breaks("added", event, found);
      hash = createHash("sha256").update(hash).update(text, "utf8").digest();
      if (!hash.equals(stored)) return breaks("changed", event, found);
      if (known?.position === found && known.hash !== stored.toString("hex")) return breaks("rewritten", event, found);
      position = found;
    }
    if (rows.length < batch) break;
  }
  const expected = Math.max(end?.position ?? 0, known?.position ?? 0);
  if (position < expected) return breaks("missing", null, position + 1);
  if (end && !end.hash.equals(hash)) return breaks("rewritten");
  return { events: position, broken: null };
}

/** Null begins at the first row there is, also one before the first place. */
function rowsAfter(tx: Executor, chain: string, after: number | null) {
  return tx
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      action: auditEvents.action,
      position: auditEvents.position,
      hash: auditEvents.hash,
      text: textOf,
    })
    .from(auditEvents)
    .where(and(sql`${chainOf} = ${chain}`, after === null ? undefined : gt(auditEvents.position, after)))
    .orderBy(asc(auditEvents.position))
    .limit(batch);
}

async function nameOf(tx: Executor, chain: string) {
  if (chain === instanceChain) return { workspaceId: null, workspace: null, deleted: false };
  const [workspace] = await tx.select({ slug: workspaces.slug }).from(workspaces).where(eq(workspaces.id, chain));
  if (workspace) return { workspaceId: chain, workspace: workspace.slug, deleted: false };
  const [last] = await tx
    .select({ slug: sql<string | null>`${auditEvents.details} ->> 'slug'` })
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, chain), eq(auditEvents.action, "workspace.deleted")))
    .limit(1);
  return { workspaceId: chain, workspace: last?.slug ?? null, deleted: true };
}
