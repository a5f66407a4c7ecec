import { beforeAll, expect, it } from "vitest";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import {
  callerOf,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import type { Caller } from "../authorization/principal";
import type { Scope } from "../authorization/scopes";
import { newId } from "../ids";
import type { Repository } from "../repositories/find";
import type { Workspace } from "../workspaces/find";
import { exportWorkspaceTokens, listMatchingTokens, listWorkspaceTokens, type OwnedTokenView } from "./list-all";
import { mostAtOnce, type TokenFilter } from "./list-input";
import { newBotId } from "./secret";

const dayMs = 24 * 60 * 60_000;
type Row = typeof accessTokens.$inferInsert;
let workspace: Workspace;
let repository: Repository;
let caller: Caller;
let rows: Row[];

beforeAll(async () => {
  const admin = await makeUser();
  workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  repository = await makeRepository(project);
  caller = await callerOf(admin);
  const now = Date.now();
  const ends = [null, -3, 10, 29, 31, 59, 61];
  const scopeSets: Scope[][] = [["repository"], ["repository:admin"], ["repository:delete", "repository"], ["webhook"]];
  // Every combination of end, use and scopes, beneath each kind of resource.
  rows = ends.flatMap((end) =>
    scopeSets.flatMap((scopes) =>
      [null, 5, 89, 91, 400].flatMap((used) =>
        (["workspace", "project", "repository"] as const).map((kind, index): Row => {
          const number = (end ?? 0) + (used ?? 0) + index;
          return {
            id: newId(),
            workspaceId: workspace.id,
            kind,
            projectId: kind === "project" ? project.id : null,
            repositoryId: kind === "repository" ? repository.id : null,
            name: `job ${end ?? "never"} ${used ?? "unused"} ${scopes.join("+")} 100%_${kind}`,
            scopes,
            botId: newBotId(),
            createdAt: new Date(now - (used === null ? (index === 0 ? 100 : 3) : used + 1) * dayMs),
            createdBy: number % 3 === 0 ? null : admin.id,
            lastUsedAt: used === null ? null : new Date(now - used * dayMs),
            expiresAt: end === null ? null : new Date(now + end * dayMs),
            revokedAt: number % 7 === 0 ? new Date(now) : null,
            endReason: number % 7 === 0 ? "revoked" : null,
          };
        }),
      ),
    ),
  );
  await db().insert(accessTokens).values(rows);
});

const isActive = (row: Row) => !row.revokedAt && (!row.expiresAt || row.expiresAt > new Date());

async function all(input: { filter?: TokenFilter; state?: "active" | "inactive"; search?: string }): Promise<string[]> {
  const tokens: OwnedTokenView[] = [];
  for (let page = 1, pageCount = 1; page <= pageCount; page += 1) {
    const listed = await listWorkspaceTokens(caller, { workspace: workspace.slug, ...input, page });
    if (!listed.ok) throw new Error(listed.error.code);
    tokens.push(...listed.value.tokens);
    pageCount = listed.value.pageCount;
    expect(listed.value.matching).toBeGreaterThanOrEqual(tokens.length);
  }
  return tokens.map(({ id }) => id).sort();
}

const idsOf = (some: Row[]) => some.map(({ id }) => id).sort();

it("expired and revoked tokens are inactive, all others active, and each is on exactly one page", async () => {
  expect(await all({})).toEqual(idsOf(rows.filter(isActive)));
  expect(await all({ state: "inactive" })).toEqual(idsOf(rows.filter((row) => !isActive(row))));
});

it("finds by name, whatever characters it holds", async () => {
  const search = "WEBHOOK 100%_p";
  const wanted = rows.filter((row) => isActive(row) && row.name.toLowerCase().includes(search.toLowerCase()));
  expect(wanted.length).toBeGreaterThan(0);
  expect(await all({ search })).toEqual(idsOf(wanted));
  expect(await all({ search: "100x_" })).toEqual([]);
});

it("the orders are kept", async () => {
  const first = async (sort: "name" | "expires" | "oldest" | "unused") => {
    const listed = await listWorkspaceTokens(caller, { workspace: workspace.slug, sort });
    if (!listed.ok) throw new Error(listed.error.code);
    return listed.value.tokens;
  };
  const ends = (await first("expires")).map(({ expiresAt }) => Number(expiresAt ?? Number.POSITIVE_INFINITY));
  expect(ends).toEqual([...ends].sort((a, b) => a - b));
  const names = (await first("name")).map(({ name }) => name.toLowerCase());
  expect(names).toEqual([...names].sort());
  const made = (await first("oldest")).map(({ createdAt }) => Number(createdAt));
  expect(made).toEqual([...made].sort((a, b) => a - b));
  expect((await first("unused"))[0]?.lastUsedAt).toBeNull();
});

it("an export holds what the list shows, with the resources by name", async () => {
  const exported = await exportWorkspaceTokens(caller, { workspace: workspace.slug, filter: "strong_scopes" });
  if (!exported.ok) throw new Error(exported.error.code);
  const tokens: OwnedTokenView[] = [];
  for await (const batch of exported.value) tokens.push(...batch);
  expect(tokens.map(({ id }) => id).sort()).toEqual(await all({ filter: "strong_scopes" }));
  expect(new Set(tokens.map(({ owner }) => owner?.label))).toEqual(
    new Set([workspace.slug, repository.project.name, `${workspace.slug}/${repository.slug}`]),
  );
});

it("hands out what can be revoked together: the first thousand of all pages, in the list's order", async () => {
  const input = { workspace: workspace.slug, search: "webhook", sort: "name" as const };
  const listed = await listMatchingTokens(caller, input);
  if (!listed.ok) throw new Error(listed.error.code);
  const wanted = rows.filter((row) => isActive(row) && row.name.includes("webhook"));
  expect(wanted.length).toBeGreaterThan(50);
  expect(listed.value.map(({ id }) => id).sort()).toEqual(idsOf(wanted));
  const names = listed.value.map(({ name }) => name);
  expect(names).toEqual([...names].sort());

  const admin = await makeUser();
  const crowded = await makeWorkspace({ admin });
  const many = Array.from({ length: mostAtOnce + 1 }, (_, index): Row => {
    const identity = { id: newId(), botId: newBotId(), workspaceId: crowded.id, kind: "workspace" as const };
    return { ...identity, name: `job ${index}`, scopes: ["repository"], createdAt: new Date() };
  });
  await db().insert(accessTokens).values(many);
  const first = await listMatchingTokens(await callerOf(admin), { workspace: crowded.slug });
  expect(first.ok && first.value.length).toBe(mostAtOnce);
});

it("is for the workspace's admins: a project's or repository's admin is refused, a stranger finds nothing", async () => {
  const member = await makeUser();
  await makeMember(workspace, member);
  await makePermission(repository, member, "admin");
  const input = { workspace: workspace.slug };
  const [refused, stranger] = [await callerOf(member), await callerOf(await makeUser())];
  for (const list of [listWorkspaceTokens, listMatchingTokens, exportWorkspaceTokens]) {
    expect(await list(refused, input)).toMatchObject({ ok: false, error: { code: "insufficient_scope" } });
    expect(await list(stranger, input)).toMatchObject({ ok: false, error: { code: "not_found" } });
  }
});
