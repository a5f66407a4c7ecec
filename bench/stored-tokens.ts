import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrateDatabase } from "@/db/migrate";
import { digestWith, newBotId, newSecret, type TokenSecret } from "@/lib/access-tokens/secret";
import { newId } from "@/lib/ids";
import type { Key } from "@/lib/keyring";

export const benchWorkspace = "bench";
export const tokensInUse = 1_000;

type Filled = { url: string; workspaceId: string; projectId: string };

/**
 * A database of its own with a workspace, the 1,000 given secrets as live tokens of it, and so many tokens of other
 * repositories, made by the database itself, that there are `stored` in all.
 */
export async function fillDatabase(
  server: string,
  name: string,
  key: Key,
  secrets: readonly TokenSecret[],
  stored: number,
): Promise<Filled> {
  await query(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const workspaceId = await insertWorkspace(client, benchWorkspace);
    const projectId = await insertProject(client, workspaceId);
    await insertSecrets(client, workspaceId, key, secrets);
    await insertOthers(client, key, stored - secrets.length);
    await client.query("vacuum analyze");
    await client.query("checkpoint");
    return { url: url.href, workspaceId, projectId };
  } finally {
    await client.end();
  }
}

export function newSecrets(): TokenSecret[] {
  return Array.from({ length: tokensInUse }, () => newSecret("workspace"));
}

export async function insertRepository(owner: Filled, slug: string): Promise<string> {
  const id = newId();
  await query(
    owner.url,
    `insert into repositories (id, workspace_id, project_id, slug, name, created_at, updated_at)
     values ($1, $2, $3, $4, $4, now(), now())`,
    [id, owner.workspaceId, owner.projectId, slug],
  );
  return id;
}

/** So many open pull requests, by the workspace's first token, from as many branches. */
export async function insertPullRequests(owner: Filled, repositoryId: string, count: number): Promise<void> {
  await query(
    owner.url,
    `insert into pull_requests
       (id, workspace_id, repository_id, number, title, description, state, draft, source_branch, source_commit,
        destination_branch, destination_commit, close_source_branch, author_kind, author_id, created_at, updated_at)
     select gen_random_uuid(), $1, $2, n, 'Change ' || n, 'What it is about.', 'OPEN', false, 'topic-' || n,
            encode(substr(sha256(n::text::bytea), 1, 20), 'hex'), 'main',
            encode(substr(sha256(n::text::bytea), 13, 20), 'hex'), false, 'access_token',
            (select min(id::text)::uuid from access_tokens where workspace_id = $1), now(), now()
       from generate_series(1, $3::int) as n`,
    [owner.workspaceId, repositoryId, count],
  );
  await query(owner.url, "vacuum analyze pull_requests");
}

async function insertWorkspace(client: pg.Client, slug: string): Promise<string> {
  const id = newId();
  await client.query(
    `insert into workspaces (id, slug, name, plan, created_at, updated_at) values ($1, $2, $2, 'premium', now(), now())`,
    [id, slug],
  );
  return id;
}

async function insertProject(client: pg.Client, workspaceId: string): Promise<string> {
  const id = newId();
  await client.query(
    `insert into projects (id, workspace_id, key, name, created_at, updated_at)
     values ($1, $2, 'BENCH', 'Bench', now(), now())`,
    [id, workspaceId],
  );
  return id;
}

async function insertSecrets(
  client: pg.Client,
  workspaceId: string,
  key: Key,
  secrets: readonly TokenSecret[],
): Promise<void> {
  const columns = [
    secrets.map(() => newId()),
    secrets.map((_, index) => `In use ${index}`),
    secrets.map(() => newBotId()),
    secrets.map((secret) => digestWith(key, secret)),
  ];
  await client.query(
    `with given as (
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[]) as given (id, name, bot_id, digest)
     ), tokens as (
       insert into access_tokens (id, workspace_id, kind, name, scopes, bot_id, created_at)
       select id, $5, 'workspace', name, '{pullrequest}', bot_id, now() from given
     )
     insert into access_token_secrets
       (digest, key_id, id, access_token_id, workspace_id, kind, scopes, name, bot_id, created_at)
     select digest, $6, gen_random_uuid(), id, $5, 'workspace', '{pullrequest}', name, bot_id, now() from given`,
    [...columns, workspaceId, key.id],
  );
}

/** A hundred tokens on each repository, as where many teams share one server. */
async function insertOthers(client: pg.Client, key: Key, count: number): Promise<void> {
  if (count <= 0) return;
  const workspaceId = await insertWorkspace(client, "others");
  const projectId = await insertProject(client, workspaceId);
  const repositories = Math.ceil(count / 100);
  await client.query(
    `insert into repositories (id, workspace_id, project_id, slug, name, created_at, updated_at)
     select gen_random_uuid(), $1, $2, 'repository-' || number, 'Repository', now(), now()
       from generate_series(1, $3::int) as number`,
    [workspaceId, projectId, repositories],
  );
  await client.query(
    `with owners as (
       select id, row_number() over () as number from repositories where workspace_id = $1
     )
     insert into access_tokens (id, workspace_id, kind, repository_id, name, scopes, bot_id, created_at)
     select gen_random_uuid(), $1, 'repository', owners.id, 'Token ' || token, '{repository}',
            substr(encode(sha256(($2 || token)::bytea), 'hex'), 1, 30), now()
       from generate_series(1, $3::int) as token
       join owners on number = token % $4::int + 1`,
    [workspaceId, randomBytes(8).toString("hex"), count, repositories],
  );
  await client.query(
    `insert into access_token_secrets
       (digest, key_id, id, access_token_id, workspace_id, kind, repository_id, scopes, name, bot_id, created_at)
     select sha256((id::text || random())::bytea), $2, gen_random_uuid(), id, workspace_id, kind, repository_id, scopes,
            name, bot_id, created_at
       from access_tokens where workspace_id = $1`,
    [workspaceId, key.id],
  );
}

async function query(url: string, text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text, values);
  } finally {
    await client.end();
  }
}
