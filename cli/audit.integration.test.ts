import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { recordAudit } from "@/lib/audit/record";
import type { Workspace } from "@/lib/workspaces/find";
import { bundledCommandLine } from "@/test-support/cli";
import { makeWorkspace, operatorCaller } from "@/test-support/factories";

let commandLine: Awaited<ReturnType<typeof bundledCommandLine>>;
const folder = mkdtempSync(path.join(tmpdir(), "latchkey-ends-"));

beforeAll(async () => {
  commandLine = await bundledCommandLine();
});
afterAll(() => {
  commandLine.remove();
  rmSync(folder, { recursive: true });
});

test("audit verify ends with 0 where all is whole, else with 1 and the first broken row", async () => {
  const [whole, broken] = [await makeAudited(), await makeAudited()];
  expect(await commandLine.latchkey("audit", "verify")).toMatchObject({ code: 0, err: "" });
  expect(await commandLine.json("audit", "verify", "--workspace", whole.slug)).toMatchObject([
    { workspace_id: whole.id, workspace: whole.slug, events: 3, end: { position: 3 }, broken: null },
  ]);
  await db().transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(
      sql`update audit_events set details = '{"name": "other"}' where workspace_id = ${broken.id} and position = 2`,
    );
  });
  const all = await commandLine.latchkey("audit", "verify");
  expect(all.code).toBe(1);
  expect(all.out).toContain(`${whole.slug}: whole, 3 events, ends with `);
  expect(all.out).toMatch(
    new RegExp(
      `^${broken.slug}: broken at row 2 \\(\\S+, workspace\\.updated, \\S+Z\\), which is not as it was written\\.$`,
      "m",
    ),
  );
  expect((await commandLine.latchkey("audit", "verify", "--workspace", whole.slug)).code).toBe(0);
  expect((await commandLine.latchkey("audit", "verify", "--workspace", broken.slug, "--json")).code).toBe(1);
  expect(await commandLine.latchkey("audit", "verify", "--workspace", "nowhere")).toMatchObject({ code: 1, out: "" });
});

test("audit verify compares with what an earlier run printed", async () => {
  const workspace = await makeAudited();
  const only = ["audit", "verify", "--workspace", workspace.slug];
  const file = path.join(folder, "ends.json");
  const earlier = await commandLine.json<{ end: object }[]>(...only);
  writeFileSync(file, JSON.stringify(earlier));
  await append(workspace);
  expect((await commandLine.latchkey(...only, "--against", file)).code).toBe(0);

  writeFileSync(file, JSON.stringify(earlier.map((one) => ({ ...one, end: { ...one.end, hash: "0".repeat(64) } }))));
  const { code, out } = await commandLine.latchkey(...only, "--against", file);
  expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining("broken at row 3") });

  writeFileSync(file, "no JSON");
  expect(await commandLine.latchkey(...only, "--against", file)).toMatchObject({ code: 1, out: "" });
  expect(await commandLine.latchkey(...only, "--against", path.join(folder, "none"))).toMatchObject({
    code: 1,
    out: "",
  });
});

async function makeAudited(): Promise<Workspace> {
  const workspace = await makeWorkspace();
  for (let number = 0; number < 3; number += 1) await append(workspace);
  return workspace;
}

function append({ resource }: Workspace): Promise<void> {
  return recordAudit(db(), operatorCaller(), { action: "workspace.updated", resource });
}
