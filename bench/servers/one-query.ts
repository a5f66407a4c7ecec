import { createServer } from "node:http";
import pg from "pg";
import { digestWith, parseSecret } from "@/lib/access-tokens/secret";
import { parseKeyring } from "@/lib/keyring";

// The plain way: the same check of the secret, then one prepared query for each request through a pool.
const { current } = parseKeyring(process.env.LATCHKEY_KEYS ?? "");
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

createServer((request, response) => {
  void answer(request.url ?? "/", request.headers.authorization ?? "").then(({ status, body }) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
}).listen(Number(process.env.PORT), "127.0.0.1");

async function answer(url: string, authorization: string): Promise<{ status: number; body: unknown }> {
  if (url === "/") return { status: 200, body: "ready" };
  const secret = parseSecret(authorization.slice("Bearer ".length));
  if (!secret) return { status: 401, body: null };
  const { rows } = await pool.query({
    name: "one-query",
    text: `select workspaces.id, workspaces.slug, workspaces.name, workspaces.created_at, workspaces.updated_at
             from access_token_secrets
             join workspaces on workspaces.id = access_token_secrets.workspace_id
            where digest = $1 and workspaces.slug = $2`,
    values: [digestWith(current, secret), url.split("/").at(-1)],
  });
  const workspace = rows[0];
  return workspace ? { status: 200, body: { type: "workspace", ...workspace } } : { status: 401, body: null };
}
