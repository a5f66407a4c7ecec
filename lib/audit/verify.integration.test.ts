import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { auditChains, auditEvents } from "@/db/schema/audit-events";
import { makeUser, makeWorkspace, operatorCaller } from "@/test-support/factories";
import { newId } from "../ids";
import { deleteWorkspace } from "../workspaces/delete";
import type { Workspace } from "../workspaces/find";
import { recordAudit } from "./record";
import { instanceChain, verifyAuditTrail } from "./verify";

let workspace: Workspace;

beforeEach(async () => {
  workspace = await makeWorkspace({ admin: await makeUser() });
  for (let number = 1; number <= 5; number += 1) await append(number);
});

function append(number: number, executor: Parameters<typeof recordAudit>[0] = db()): Promise<void> {
  const details = { name: `n${number} “ü” \\ \u{1f511}`, number, nothing: null, list: ["b", "a"], big: 1e21 };
  return recordAudit(executor, operatorCaller(), {
    action: "workspace.updated",
    resource: workspace.resource,
    details,
  });
}

async function verdict(known?: Parameters<typeof verifyAuditTrail>[1]) {
  const [only] = await verifyAuditTrail(workspace.id, known);
  if (!only) throw new Error("There is no verdict.");
  return only;
}

/** As somebody may who owns the whole database. */
function tamper(statement: ReturnType<typeof sql>): Promise<void> {
  return db().transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(statement);
  });
}

async function rowAt(position: number) {
  const rows = await db().select().from(auditEvents).where(eq(auditEvents.workspaceId, workspace.id));
  const row = rows.find((each) => each.position === position);
  if (!row) throw new Error(`There is no row ${position}.`);
  return row;
}

const at = (position: number) => sql`workspace_id = ${workspace.id} and position = ${position}`;

describe("a chain that nobody touched", () => {
  it("holds, and tells where it ends", async () => {
    const { hash } = await rowAt(5);
    expect(await verdict()).toEqual({
      workspaceId: workspace.id,
      workspace: workspace.slug,
      deleted: false,
      events: 5,
      end: { position: 5, hash: hash.toString("hex") },
      broken: null,
    });
  });

  it("holds over more rows than one batch", async () => {
    const event = { action: "workspace.updated", resource: workspace.resource } as const;
    await recordAudit(db(), operatorCaller(), ...Array.from({ length: 4_100 }, () => event));
    expect(await verdict()).toMatchObject({ events: 4_105, broken: null });
  });

  it("holds where many write at once, some of whom change their mind", async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, number) =>
        db()
          .transaction(async (tx) => {
            await append(number, tx);
            if (number % 3 === 0) throw new Error("never mind");
            await append(number + 100, tx);
          })
          .catch(() => undefined),
      ),
    );
    expect(await verdict()).toMatchObject({ events: 5 + 40 * 2, broken: null });
  });

  it("outlives its workspace", async () => {
    await deleteWorkspace(operatorCaller(), { workspace: workspace.slug, confirmation: workspace.slug });
    expect(await verdict()).toMatchObject({ workspace: workspace.slug, deleted: true, events: 6, broken: null });
  });

  it("is among all chains, with that of no workspace", async () => {
    await recordAudit(db(), operatorCaller(), { action: "user.created", resource: { kind: "instance" } });
    const all = await verifyAuditTrail();
    const { rows } = await db().execute<{ ids: string[] }>(
      sql`select array_agg(id order by id) as ids from audit_chains`,
    );
    expect(all.map(({ workspaceId }) => workspaceId ?? instanceChain)).toEqual(rows[0]?.ids);
    expect(all.filter(({ broken }) => broken)).toEqual([]);
    expect(all.map(({ workspace: slug }) => slug)).toEqual(expect.arrayContaining([workspace.slug, null]));
  });
});

describe("the first broken row is named", () => {
  const changes: [string, ReturnType<typeof sql>][] = [
    ["what was done", sql`action = 'workspace.created'`],
    ["who did it", sql`actor_kind = 'system'`],
    ["who did it, by id", sql`actor_id = gen_random_uuid()`],
    ["when", sql`at = at + interval '1 millisecond'`],
    ["from where", sql`address = '192.0.2.7'`],
    ["in which request", sql`request_id = 'other'`],
    ["what it was done to", sql`resource_id = gen_random_uuid()`],
    ["a detail", sql`details = details || '{"number": 33}'`],
    ["its own hash", sql`hash = sha256('other')`],
    ["its id", sql`id = gen_random_uuid()`],
  ];
  it.each(changes)("where a row was changed: %s", async (_, change) => {
    await tamper(sql`update audit_events set ${change} where ${at(3)}`);
    const { id, action } = await rowAt(3);
    expect(await verdict()).toMatchObject({
      events: 2,
      broken: { position: 3, problem: "changed", event: { id, action } },
    });
  });

  it("where a row is gone", async () => {
    await tamper(sql`delete from audit_events where ${at(3)}`);
    expect(await verdict()).toMatchObject({ events: 2, broken: { position: 3, problem: "missing", event: null } });
  });

  it("where a row is gone and the others moved up", async () => {
    await tamper(sql`delete from audit_events where ${at(3)}`);
    await tamper(sql`update audit_events set position = 3 where ${at(4)}`);
    await tamper(sql`update audit_events set position = 4 where ${at(5)}`);
    expect(await verdict()).toMatchObject({ events: 2, broken: { position: 3, problem: "changed" } });
  });

  it("where the tail was cut off", async () => {
    await tamper(sql`delete from audit_events where workspace_id = ${workspace.id} and position > 3`);
    expect(await verdict()).toMatchObject({ events: 3, broken: { position: 4, problem: "missing" } });
  });

  it("where all was deleted", async () => {
    await tamper(sql`delete from audit_events where workspace_id = ${workspace.id}`);
    expect(await verdict()).toMatchObject({ events: 0, broken: { position: 1, problem: "missing" } });
  });

  it.each([0, -4, 6])("where a row was forged at %i, its hash made right", async (position) => {
    const id = newId();
    await tamper(sql`insert into audit_events
      select (jsonb_populate_record(event, jsonb_build_object('id', ${id}::uuid, 'position', ${position}::bigint))).*
      from audit_events event where ${at(5)}`);
    await tamper(sql`update audit_events event set hash = sha256(
      (select hash from audit_events last where last.workspace_id = event.workspace_id and last.position = 5)
      || convert_to(audit_event_text(event), 'UTF8')) where id = ${id}`);
    const { broken } = await verdict();
    expect(broken).toMatchObject({ position, problem: "added", event: { id } });
  });

  it("where the rows were chained anew", async () => {
    await tamper(sql`update audit_events set details = '{}' where ${at(3)}`);
    await chainAnew();
    expect(await verdict()).toMatchObject({ broken: { position: 5, problem: "rewritten" } });
  });

  it("where a row was given to another workspace", async () => {
    const other = await makeWorkspace();
    await tamper(sql`update audit_events set workspace_id = ${other.id}, position = 1 where ${at(3)}`);
    expect(await verdict()).toMatchObject({ broken: { position: 3, problem: "missing" } });
    expect((await verifyAuditTrail(other.id))[0]).toMatchObject({
      end: null,
      broken: { position: 1, problem: "added" },
    });
  });
});

describe("an end that was written down earlier", () => {
  it("is on the chain, however far it went on", async () => {
    const { end } = await verdict();
    await append(6);
    expect(await verdict(ends(end))).toMatchObject({ events: 6, broken: null });
  });

  it("gives away that everything was made anew, the kept end too", async () => {
    const { end } = await verdict();
    await append(6);
    await tamper(sql`update audit_events set details = '{}' where ${at(3)}`);
    await chainAnew();
    const last = await rowAt(6);
    await db().update(auditChains).set({ hash: last.hash }).where(eq(auditChains.id, workspace.id));
    expect(await verdict()).toMatchObject({ broken: null });
    expect(await verdict(ends(end))).toMatchObject({ broken: { position: 5, problem: "rewritten" } });
  });

  it("gives away a chain that is gone as a whole", async () => {
    const { end } = await verdict();
    await tamper(sql`delete from audit_events where workspace_id = ${workspace.id}`);
    await db().delete(auditChains).where(eq(auditChains.id, workspace.id));
    const all = await verifyAuditTrail(null, ends(end));
    expect(all.find(({ workspaceId }) => workspaceId === workspace.id)).toMatchObject({
      broken: { position: 1, problem: "missing" },
    });
  });

  function ends(end: { position: number; hash: string } | null) {
    return new Map(end ? [[workspace.id, end]] : []);
  }
});

describe("the application's role", () => {
  it.each([
    ["update", () => sql`update audit_events set address = null where ${at(3)}`],
    ["delete", () => sql`delete from audit_events where ${at(3)}`],
    ["delete nothing", () => sql`delete from audit_events where false`],
    ["truncate", () => sql`truncate audit_events`],
  ])("can't %s", async (_, statement) => {
    await expect(db().execute(statement())).rejects.toMatchObject({
      cause: { message: "Audit events are append-only." },
    });
    expect(await verdict()).toMatchObject({ events: 5, broken: null });
  });

  it("can't choose a row's place or hash either", async () => {
    const row = await rowAt(5);
    await db()
      .insert(auditEvents)
      .values({ ...row, id: newId(), position: 77, hash: Buffer.alloc(32) });
    expect(await verdict()).toMatchObject({ events: 6, broken: null });
  });
});

/** All hashes made right again, from the first row on. */
function chainAnew(): Promise<void> {
  return tamper(sql`do $$
    declare
      event audit_events;
      previous bytea := '';
    begin
      for event in select * from audit_events where workspace_id = '${sql.raw(workspace.id)}' order by position loop
        previous := sha256(previous || convert_to(audit_event_text(event), 'UTF8'));
        update audit_events set hash = previous where id = event.id;
      end loop;
    end $$`);
}
