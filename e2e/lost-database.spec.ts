import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openEmbeddedDatabase } from "@/db/embedded";
import { SecretSearch } from "@/test-support/secret-search";
import { expect, test } from "./fixtures";
import { noteSecretsIn } from "./noted-secrets";
import { startProduct } from "./product";
import { shell } from "./shell";

test.describe.configure({ timeout: 180_000 });

test("while the database is away everything says 503; when it's back all works without a restart", async ({ page }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "latchkey-lost-database-"));
  // As root the database runs under another account, which has to pass through.
  chmodSync(folder, 0o711);
  let database = await openEmbeddedDatabase(folder);
  const product = await startProduct({ DATABASE_URL: database.url });
  try {
    const latchkey = (...args: string[]) =>
      runLatchkey(args, { DATABASE_URL: database.url, LATCHKEY_DATA_DIR: product.dataDir });
    const { password } = await latchkey("user", "create", "--email=ada@acme.example", "--name=Ada");
    await latchkey("workspace", "create", "--slug=acme", "--name=Acme Works", "--plan=premium");
    await latchkey("project", "create", "--workspace=acme", "--key=OPS", "--name=Operations");
    await latchkey("repository", "create", "--workspace=acme", "--project=OPS", "--slug=api");
    const issued = await latchkey("token", "issue", "--workspace=acme", "--name=ci", "--scope=repository:write");
    const secret = String(issued.secret);
    noteSecretsIn(secret);
    const headers = { authorization: `Bearer ${secret}` };
    const ask = (address: string) => fetch(product.origin + address, { headers });
    const clone = `git ls-remote ${product.origin.replace("://", `://x-token-auth:${secret}@`)}/acme/api.git`;

    await page.goto(`${product.origin}/acme`);
    await page.getByLabel("E-mail address").fill("ada@acme.example");
    await page.getByLabel("Password").fill(String(password));
    await page.getByRole("button", { name: "Sign in" }).click();
    const home = page.getByRole("heading", { level: 1, name: "Acme Works" });
    await expect(home).toBeVisible();
    expect((await ask("/2.0/repositories/acme/api")).status).toBe(200);
    expect(await shell(clone, folder)).toMatchObject({ code: 0 });

    const { port } = database;
    await database.stop();

    for (const address of ["/2.0/repositories/acme/api", "/2.0/workspaces/acme", "/2.0/repositories/acme/api/src"]) {
      const answer = await ask(address);
      expect(answer.status, address).toBe(503);
      expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
      expect(await answer.json()).toMatchObject({ type: "error" });
    }
    for (const service of ["git-upload-pack", "git-receive-pack"]) {
      const answer = await ask(`/acme/api.git/info/refs?service=${service}`);
      expect(answer.status, service).toBe(503);
    }
    const refused = await shell(clone, folder);
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("503");
    expect((await ask("/readyz")).status).toBe(503);
    expect((await ask("/healthz")).status).toBe(200);
    for (const address of ["/", "/sign-in", "/acme/api", "/acme/workspace/settings/access-tokens", "/acme"]) {
      expect((await page.goto(product.origin + address))?.status(), address).toBe(503);
      await expect(page.getByRole("heading", { name: "The database can’t be reached" })).toBeVisible();
    }

    database = await openEmbeddedDatabase(folder, { port });

    // The page was left open, and finds out by itself.
    await expect(home).toBeVisible({ timeout: 30_000 });
    await expect.poll(async () => (await ask("/2.0/repositories/acme/api")).status).toBe(200);
    await expect.poll(async () => (await ask("/readyz")).status).toBe(200);
    expect(await shell(clone, folder)).toMatchObject({ code: 0 });
    expect((await page.goto(`${product.origin}/acme/workspace/settings/access-tokens`))?.status()).toBe(200);
    await expect(page.getByRole("row", { name: /ci/ })).toBeVisible();

    const log = readFileSync(product.log, "utf8");
    expect(log).not.toContain("Starting it again");
    expect(new SecretSearch([secret]).in(Buffer.from(log))).toEqual([]);
  } finally {
    await product.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

const run = promisify(execFile);

async function runLatchkey(args: string[], environment: Record<string, string>): Promise<Record<string, unknown>> {
  const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
  const env = { ...process.env, ...environment };
  const { stdout } = await run(process.execPath, [cli, ...args, "--json"], { env });
  return JSON.parse(stdout) as Record<string, unknown>;
}
