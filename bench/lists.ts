import pg from "pg";
import { closeDatabase, setDatabaseUrl } from "@/db/client";
import { closeGroupedLookups } from "@/db/grouped-lookup";
import { listAccessTokens } from "@/lib/access-tokens/list";
import { listWorkspaceTokens } from "@/lib/access-tokens/list-all";
import { tokenFilters, tokenSorts } from "@/lib/access-tokens/list-input";
import { operator } from "@/lib/authorization/operator";
import type { Result } from "@/lib/errors";
import { type Figure, figure } from "./report";
import type { Bench } from "./run";
import { benchWorkspace, fillDatabase, insertRepository, newSecrets, tokensInUse } from "./stored-tokens";

const atMost = { atMost: 200 };

/** Lists of a workspace with 100,000 tokens beneath it, as a page asks for them. */
export async function measureLists(bench: Bench): Promise<Figure[]> {
  const stored = bench.quick ? 20_000 : 100_000;
  bench.say(`Storing ${stored.toLocaleString("en")} tokens in one workspace`);
  const filled = await fillDatabase(bench.database.url, "lists", bench.key, newSecrets(), tokensInUse);
  const repository = await insertRepository(filled, "one");
  await insertTokens(filled.url, filled.workspaceId, repository, stored);
  setDatabaseUrl(filled.url);
  try {
    const workspace = benchWorkspace;
    const ofRepository = { kind: "repository", workspace, repository: "one" } as const;
    const lastPage = Math.ceil(stored / 50);
    const asked: Record<string, () => Promise<Result<unknown>>> = {
      "all tokens, first page": () => listWorkspaceTokens(operator, { workspace }),
      "all tokens, last page": () => listWorkspaceTokens(operator, { workspace, page: lastPage }),
      "all tokens, found by name": () => listWorkspaceTokens(operator, { workspace, search: "job 77" }),
      "all tokens, inactive": () => listWorkspaceTokens(operator, { workspace, state: "inactive" }),
      ...Object.fromEntries(
        tokenFilters.map((filter) => [
          `all tokens, ${filter}`,
          () => listWorkspaceTokens(operator, { workspace, filter }),
        ]),
      ),
      ...Object.fromEntries(
        tokenSorts.map((sort) => [
          `all tokens, by ${sort}, last page`,
          () => listWorkspaceTokens(operator, { workspace, sort, page: lastPage }),
        ]),
      ),
      "a repository's half of them, first page": () => listAccessTokens(operator, { resource: ofRepository }),
      "a repository's half of them, last page": () =>
        listAccessTokens(operator, { resource: ofRepository, page: lastPage }),
    };
    const figures: Figure[] = [];
    for (const [name, ask] of Object.entries(asked)) {
      const samples = await times(bench, ask);
      figures.push(figure(name, "ms", samples, atMost), figure(`${name}, p95`, "ms", [p95(samples)], atMost));
    }
    return figures;
  } finally {
    await closeGroupedLookups();
    await closeDatabase();
  }
}

async function times(bench: Bench, ask: () => Promise<Result<unknown>>): Promise<number[]> {
  const samples: number[] = [];
  for (let round = 0; round <= bench.rounds * 4; round += 1) {
    const startedAt = performance.now();
    const answer = await ask();
    if (!answer.ok) throw new Error(`A list was refused: ${answer.error.code}.`);
    // The first one plans its queries.
    if (round > 0) samples.push(performance.now() - startedAt);
  }
  return samples;
}

function p95(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

/** Half of them belong to one repository, half to the workspace; some of every kind that the filters look for. */
async function insertTokens(url: string, workspaceId: string, repositoryId: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Of 500 people who issued them every tenth has left.
    await client.query(
      `with people as (
         insert into users (id, email, name, password_hash, created_at)
         select gen_random_uuid(), 'person-' || n || '@bench.example', 'Person ' || n, '', now()
           from generate_series(1, 500) as n
         returning id, email
       )
       insert into memberships (workspace_id, user_id, role, created_at)
       select $1, id, 'member', now() from people where email not like '%0@%'`,
      [workspaceId],
    );
    await client.query(
      `insert into token_policies (workspace_id, longest_lifetime_days, never_expires_allowed, strong_scopes_expire, updated_at)
       values ($1, 90, false, true, now())`,
      [workspaceId],
    );
    await client.query(
      `with people as (select id, row_number() over () as number from users)
       insert into access_tokens (id, workspace_id, kind, repository_id, name, scopes, bot_id, created_at, created_by,
                                  last_used_at, expires_at, revoked_at, end_reason)
       select gen_random_uuid(), $1, case when n % 2 = 0 then 'repository' else 'workspace' end::access_token_kind,
              case when n % 2 = 0 then $2::uuid end, 'job ' || n,
              case when n % 10 = 0 then '{repository:admin,repository}'::text[] else '{repository}' end,
              substr(md5(n::text) || md5('x' || n), 1, 30), now() - n * interval '1 minute', people.id,
              case when n % 5 = 0 then null else now() - (n % 200) * interval '1 day' end,
              case when n % 3 = 0 then now() + (n % 300) * interval '1 day' end,
              case when n % 20 = 0 then now() end, case when n % 20 = 0 then 'revoked'::secret_end_reason end
         from generate_series(1, $3::int) as n
         join people on number = n % 500 + 1`,
      [workspaceId, repositoryId, count],
    );
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}
