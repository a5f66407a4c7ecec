import { beforeAll, expect, it } from "vitest";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import {
  callerOf,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import type { Caller } from "../authorization/principal";
import { newId } from "../ids";
import type { ResourceName } from "../resource-name";
import { listAccessTokens } from "./list";
import { tokensPerPage } from "./list-input";
import { newBotId } from "./secret";

type Row = typeof accessTokens.$inferInsert;

const active: Row[] = [];
const inactive: Row[] = [];
let caller: Caller;
let resource: ResourceName;

beforeAll(async () => {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  caller = await callerOf(admin);
  resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug };
  // Its neighbours' are never among them.
  for (const owner of [workspace, project, await makeRepository(project)]) await makeAccessToken(owner, ["repository"]);
  for (let index = 0; index < 5_000; index += 1) {
    const row: Row = {
      id: newId(),
      workspaceId: workspace.id,
      kind: "repository",
      repositoryId: repository.id,
      name: `job-${index}`,
      scopes: ["repository"],
      botId: newBotId(),
      createdAt: new Date(),
      createdBy: admin.id,
      // Many share a minute, many were never used.
      lastUsedAt: index % 3 === 0 ? null : new Date(Date.UTC(2026, 0, 1, 0, (index * 7) % 50)),
      revokedAt: index % 5 === 0 ? new Date(Date.UTC(2026, 1, 1, 0, (index * 7) % 30)) : null,
      endReason: index % 5 === 0 ? ("revoked" as const) : null,
    };
    (row.revokedAt ? inactive : active).push(row);
  }
  for (const rows of [active, inactive]) await db().insert(accessTokens).values(rows);
});

async function walk(state: "active" | "inactive", first?: string): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1, pageCount = 1; page <= pageCount; page += 1) {
    const list = await listAccessTokens(caller, { resource, state, page, first });
    if (!list.ok) throw new Error("The list was refused.");
    expect(list.value).toMatchObject({ counts: { active: 4_000, inactive: 1_000 }, page });
    ids.push(...list.value.tokens.map(({ id }) => id));
    pageCount = list.value.pageCount;
    expect(pageCount).toBe(list.value.matching / tokensPerPage);
  }
  return ids;
}

/** Newest first; what has no time comes last, and of the same time the later made one first. */
function inOrder(rows: readonly Row[], time: (row: Row) => Date | null | undefined): string[] {
  const at = (row: Row) => time(row)?.getTime() ?? 0;
  return rows.toSorted((a, b) => at(b) - at(a) || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
}

it("shows each of 4,000 active tokens once over its 80 pages, by newest use", async () => {
  expect(await walk("active")).toEqual(inOrder(active, (row) => row.lastUsedAt));
});

it("shows each of 1,000 inactive tokens once, by newest end", async () => {
  expect(await walk("inactive")).toEqual(inOrder(inactive, (row) => row.revokedAt));
});

it("puts one token first without losing or doubling another", async () => {
  const ids = inOrder(active, (row) => row.lastUsedAt);
  const unused = ids.at(-1) ?? "";
  expect(await walk("active", unused)).toEqual([unused, ...ids.slice(0, -1)]);
});

it("finds by a part of the name among all of them", async () => {
  const found = await listAccessTokens(caller, { resource, search: "JOB-499", page: 1 });
  // job-499 itself and job-4990 to job-4999, without those that were revoked.
  expect(found.ok && found.value.tokens.map(({ name }) => name).sort()).toEqual(
    [499, 4991, 4992, 4993, 4994, 4996, 4997, 4998, 4999].map((index) => `job-${index}`),
  );
});
