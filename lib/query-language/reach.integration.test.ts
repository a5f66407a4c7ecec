import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { pullRequests } from "@/db/schema/pull-requests";
import type { Caller } from "@/lib/authorization/principal";
import { newId } from "@/lib/ids";
import { listPullRequests } from "@/lib/pull-requests/list";
import type { Repository } from "@/lib/repositories/find";
import { listRepositories } from "@/lib/repositories/list";
import { callerOfToken, makeAccessToken, makeProject, makeRepository, makeWorkspace } from "@/test-support/factories";
import { type ItemFields, queryToFilter } from "./compile";

// Whatever `q` asks for, it narrows what the token reaches: compared with a filter over what is known to be there.

let all: Repository[];
let mine: { caller: Caller; workspace: string; reached: Repository[] }[];
let requested: Map<string, PullRequest[]>;

type PullRequest = typeof pullRequests.$inferInsert;

beforeAll(async () => {
  const names = ["api", "web app", "api secret", "Ärger", ""];
  const workspaces = [await makeWorkspace(), await makeWorkspace()];
  all = [];
  mine = [];
  for (const workspace of workspaces) {
    for (const key of ["ONE", "TWO"]) {
      const project = await makeProject(workspace, { key });
      for (const name of names) all.push(await makeRepository(project, { name, description: `of ${key}` }));
    }
  }
  const [first, second] = all;
  if (!first || !second) throw new Error("There are no repositories.");
  for (const owner of [first, first.project, first.workspace]) {
    const token = await makeAccessToken(owner, ["pullrequest"]);
    const reached = all.filter(({ id, project, workspace }) => [id, project.id, workspace.id].includes(owner.id));
    mine.push({ caller: await callerOfToken(token), workspace: first.workspace.slug, reached });
  }
  requested = new Map();
  for (const { id, workspace } of all) {
    const rows = Array.from({ length: 6 }, (_, at) => pullRequestOf(workspace.id, id, at + 1));
    await db().insert(pullRequests).values(rows);
    requested.set(id, rows);
  }
});

function pullRequestOf(workspaceId: string, repositoryId: string, number: number): PullRequest {
  const at = new Date(Date.UTC(2026, 0, number));
  return {
    ...{ id: newId(), workspaceId, repositoryId, number, authorKind: "access_token" as const, authorId: newId() },
    title: number % 2 === 0 ? `Fix api ${number}` : "Add",
    description: number === 3 ? "secret" : "",
    state: (["OPEN", "MERGED", "DECLINED"] as const)[number % 3] ?? "OPEN",
    draft: number > 4,
    sourceBranch: `topic-${number}`,
    sourceCommit: String(number).repeat(40),
    destinationBranch: "main",
    destinationCommit: "0".repeat(40),
    closeSourceBranch: false,
    createdAt: at,
    updatedAt: at,
  };
}

const ofRepository: ItemFields<Repository> = {
  name: { type: "text", read: ({ name }) => name },
  slug: { type: "text", read: ({ slug }) => slug },
  description: { type: "text", read: ({ description }) => description },
  "project.key": { type: "text", read: ({ project }) => project.key },
  size: { type: "number", read: ({ size }) => size },
};

const ofPullRequest: ItemFields<PullRequest> = {
  id: { type: "number", read: ({ number }) => number },
  title: { type: "text", read: ({ title }) => title },
  description: { type: "text", read: ({ description }) => description },
  state: { type: "text", read: ({ state }) => state },
  draft: { type: "boolean", read: ({ draft }) => draft },
  created_on: { type: "moment", read: ({ createdAt }) => createdAt },
};

const values = {
  text: ['"api"', '"a"', '""', '"secret"', '"ONE"', '"of"', '"OPEN"', '"\\" or true or \\""', '"%"', '"ä"', "null"],
  number: ["0", "1", "-1", "3", "99999999999999999999", "null"],
  boolean: ["true", "false", "null"],
  moment: ["2026-01-03", "0001-01-01", "9999-12-31", "null"],
};
const operators = ["=", "!=", "~", "!~", "<", "<=", ">", ">="];

/** Queries over these fields, and now and then over one that there isn't. */
function queriesOver(fields: ItemFields<never>): fc.Arbitrary<string> {
  const comparison = fc
    .constantFrom(...Object.entries(fields), ["workspace_id", { type: "text" as const }] as const)
    .chain(([field, { type }]) =>
      fc
        .tuple(fc.constantFrom(...operators), fc.constantFrom(...values[type]))
        .map((rest) => [field, ...rest].join(" ")),
    );
  return fc.letrec<{ query: string }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 3 },
      comparison,
      fc.tuple(tie("query"), fc.constantFrom("AND", "OR", "or"), tie("query")).map((parts) => `(${parts.join(" ")})`),
    ),
  })).query;
}

test("a list of repositories shows those that are asked for among those that are reached", async () => {
  await fc.assert(
    fc.asyncProperty(queriesOver(ofRepository), fc.nat(2), async (q, which) => {
      const { caller, workspace, reached } = mine[which] ?? { caller: null, workspace: "", reached: [] };
      if (!caller) throw new Error("Nobody asks.");
      const answer = await listRepositories(caller, { workspace, q, pageLength: 100 });
      const wanted = queryToFilter(q, ofRepository);
      expect(answer.ok).toBe(wanted.ok);
      if (!answer.ok || !wanted.ok) return;
      const shown = answer.value.items.map(({ id }) => id).sort();
      expect(shown).toEqual(
        reached
          .filter(wanted.value)
          .map(({ id }) => id)
          .sort(),
      );
      expect(answer.value.total).toBe(shown.length);
    }),
    { numRuns: 150 },
  );
});

test("a list of pull requests shows those that are asked for in that repository, and where none is reached nothing", async () => {
  await fc.assert(
    fc.asyncProperty(queriesOver(ofPullRequest), fc.nat(2), fc.nat(19), async (q, which, at) => {
      const { caller, reached } = mine[which] ?? { caller: null, reached: [] };
      const repository = all[at];
      if (!caller || !repository) throw new Error("Nobody asks, or for nothing.");
      const names = { workspace: repository.workspace.slug, repository: repository.slug };
      const answer = await listPullRequests(caller, { ...names, q, pageLength: 100 });
      const wanted = queryToFilter(q, ofPullRequest);
      if (!reached.includes(repository)) {
        expect(answer).toMatchObject({ ok: false, error: { code: "not_found" } });
        return;
      }
      expect(answer.ok).toBe(wanted.ok);
      if (!answer.ok || !wanted.ok) return;
      const open = (request: PullRequest) => /\bstate\b/.test(q) || request.state === "OPEN";
      const expected = (requested.get(repository.id) ?? []).filter((request) => open(request) && wanted.value(request));
      expect(answer.value.items.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
    }),
    { numRuns: 150 },
  );
});
