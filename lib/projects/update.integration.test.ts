import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { databasePool, db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { makeProject, makeWorkspace, operatorCaller } from "@/test-support/factories";
import { updateProject } from "./update";

test("a project that is deleted meanwhile is not found, and nothing tells of a change", async () => {
  const project = await makeProject(await makeWorkspace());
  const named = { workspace: project.workspace.slug, project: project.key };
  const client = await databasePool().connect();
  try {
    await client.query("begin");
    await client.query("delete from projects where id = $1", [project.id]);
    const updating = updateProject(operatorCaller(), { ...named, name: "Another name" });
    await vi.waitFor(async () => {
      const waiting = "select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))";
      expect((await client.query(waiting)).rows).toHaveLength(1);
    }, 10_000);
    await client.query("commit");
    expect(await updating).toMatchObject({ ok: false, error: { code: "not_found", what: "project" } });
  } finally {
    await client.query("rollback");
    client.release();
  }
  const told = await db().select().from(auditEvents).where(eq(auditEvents.workspaceId, project.workspace.id));
  expect(told.map(({ action }) => action)).not.toContain("project.updated");
});
