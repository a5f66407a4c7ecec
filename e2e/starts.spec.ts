import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { makeDatabase } from "./database";
import { expect, test } from "./fixtures";
import { type Product, startProduct } from "./product";

test.describe.configure({ timeout: 120_000 });

let database: Awaited<ReturnType<typeof makeDatabase>>;
let product: Product;
let started: Product[];

test.beforeEach(async () => {
  database = await makeDatabase(process.env.DATABASE_URL ?? "");
  started = [];
  product = await start();
});

test.afterEach(async () => {
  for (const one of started) await one.stop();
  await database.drop();
});

async function start(environment: Record<string, string> = {}): Promise<Product> {
  const one = await startProduct({ DATABASE_URL: database.url, ...environment });
  started.push(one);
  return one;
}

test("a start on an empty database prints a link that makes the first admin, once", async ({ page, browser }) => {
  const link = linkIn(product);
  expect(link?.startsWith(`${product.origin}/join/`)).toBe(true);
  await page.goto(link ?? "");
  await page.getByLabel("Your name").fill("Ada Admin");
  await page.getByLabel("E-mail address").fill("ada@acme.example");
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByLabel("Name of the workspace").fill("Acme Works");
  await expect(page.getByLabel("Short name")).toHaveValue("acme-works");
  await page.getByRole("button", { name: "Set up Latchkey" }).click();
  await expect(page).toHaveURL(`${product.origin}/acme-works`);
  await expect(page.getByRole("button", { name: "Account menu of Ada Admin" })).toBeVisible();

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link ?? "");
  await expect(stranger.getByRole("heading", { name: "This link opens nothing" })).toBeVisible();

  await product.kill();
  const again = await start({ LATCHKEY_DATA_DIR: product.dataDir });
  expect(linkIn(again)).toBeUndefined();
  expect(readFileSync(again.log, "utf8")).toContain(`Sign in at ${again.origin}/sign-in`);
});

test("a second start on the same data folder says who is there, and leaves them be", async ({ page }) => {
  const second = start({ LATCHKEY_DATA_DIR: product.dataDir });
  await expect(second).rejects.toThrow(
    new RegExp(`exit code 1[^]*runs on ${product.dataDir} already \\(process \\d+\\): ${product.origin}`),
  );
  expect((await page.goto(`${product.origin}/sign-in`))?.status()).toBe(200);
});

for (const { name, bundle, address } of [
  { name: "web process", bundle: "web.js", address: "/sign-in" },
  { name: "resource server", bundle: "server.js", address: "/healthz" },
]) {
  test(`a ${name} that was killed is started again`, async ({ request }) => {
    process.kill(childOf(product, bundle), "SIGKILL");
    await expect.poll(() => readFileSync(product.log, "utf8")).toContain(`The ${name} ended (SIGKILL).`);
    const answer = () =>
      request.get(product.origin + address).then(
        (response) => response.status(),
        () => null,
      );
    await expect.poll(answer).toBe(200);
  });
}

test("a start after a killed one takes over its data folder; of the killed one nothing is left", async ({ page }) => {
  const left = ["web.js", "server.js"].map((bundle) => childOf(product, bundle));
  await product.kill();
  const next = await start({ LATCHKEY_DATA_DIR: product.dataDir });
  await expect.poll(() => left.filter((pid) => commandOf(pid) !== "")).toEqual([]);
  expect((await page.goto(`${next.origin}/sign-in`))?.status()).toBe(200);
});

function linkIn({ log }: Product): string | undefined {
  return /^Create the first admin within a day, with this link, which works once: (\S+)$/m.exec(
    readFileSync(log, "utf8"),
  )?.[1];
}

/** The process that runs the bundle, as the lock of the data folder notes it. */
function childOf({ dataDir }: Product, bundle: string): number {
  const { children } = JSON.parse(readFileSync(`${dataDir}/lock`, "utf8")) as { children: { pid: number }[] };
  const pid = children.map((child) => child.pid).find((child) => commandOf(child).endsWith(bundle));
  if (pid === undefined) throw new Error(`No child runs ${bundle}.`);
  return pid;
}

/** Empty for a process that has ended, also where nobody has asked yet how. */
function commandOf(pid: number): string {
  try {
    const said = execFileSync("ps", ["-o", "stat=,args=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return said.startsWith("Z") ? "" : said;
  } catch {
    return "";
  }
}
