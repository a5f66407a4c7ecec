import { eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { repositories } from "@/db/schema/repositories";
import { namesOf } from "@/test-support/calls/calls";
import { callerOf, makeProject, makeRepository, makeUser, makeWorkspace } from "@/test-support/factories";
import { findRepository } from "./find";
import { updateRepository } from "./update";

test("of two that change it at once, neither takes back what the other changed", async () => {
  const person = await makeUser();
  const repository = await makeRepository(await makeProject(await makeWorkspace({ admin: person })));
  const admin = await callerOf(person);
  const names = namesOf(repository);
  const updates: Promise<unknown>[] = [];
  await db().transaction(async (tx) => {
    await tx.select().from(repositories).where(eq(repositories.id, repository.id)).for("update");
    updates.push(updateRepository(admin, { ...names, name: "New name" }));
    updates.push(updateRepository(admin, { ...names, description: "New description" }));
    await vi.waitFor(async () => {
      const { rows } = await tx.execute(
        sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rows).toHaveLength(2);
    });
  });
  expect(await Promise.all(updates)).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await findRepository(names.workspace, names.repository, admin)).toMatchObject({
    name: "New name",
    description: "New description",
  });
});
