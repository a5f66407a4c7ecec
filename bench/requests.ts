import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Load } from "./load";
import { freePort, memoryOf, peakMemory, type Running, startProcess } from "./processes";
import { type Figure, figure, ratios } from "./report";
import type { Bench } from "./run";
import { benchWorkspace, fillDatabase, newSecrets, tokensInUse } from "./stored-tokens";

/** GET /2.0/workspaces/{workspace} with 1,000 tokens in turn, beside what Node can do at most and the plain way. */
export async function measureRequests(bench: Bench): Promise<Figure[]> {
  const { folder, quick, database, key } = bench;
  const secrets = newSecrets();
  const tokensFile = path.join(folder, "tokens");
  writeFileSync(tokensFile, `${secrets.join("\n")}\n`);
  const many = quick ? 100_000 : 1_000_000;
  bench.say("Storing 1,000 tokens");
  const few = await fillDatabase(database.url, "few", key, secrets, tokensInUse);
  bench.say(`Storing ${many.toLocaleString("en")} tokens`);
  const million = await fillDatabase(database.url, "many", key, secrets, many);

  const variants: Record<string, Running> = {
    bare: await startPeer(bench, "bare", {}),
    few: await bench.startResourceServer("few", few.url),
    // The same, without the use of tokens being collected: next to it in each round, to be compared with it.
    uncounted: await bench.startResourceServer("uncounted", few.url, { LATCHKEY_USAGE: "off" }),
    many: await bench.startResourceServer("many", million.url),
    oneQuery: await startPeer(bench, "one-query", {
      DATABASE_URL: few.url,
      LATCHKEY_KEYS: `${key.id}:${key.material.toString("base64")}`,
    }),
  };
  try {
    await pause(1_000);
    const server = variants.few?.pid ?? 0;
    const atRest = memoryOf(server);
    const measured = await peakMemory([server], () => inRounds(bench, variants, tokensFile));
    return figures(measured.value, many, atRest, measured.peaks[0] ?? Number.NaN);
  } finally {
    for (const running of Object.values(variants)) await running.stop();
  }
}

async function startPeer(bench: Bench, name: string, environment: Record<string, string>) {
  const port = await freePort();
  return startProcess({
    file: process.execPath,
    args: [path.join(bench.root, `dist/bench-${name}.js`)],
    environment: { ...environment, NODE_ENV: "production", PORT: String(port) },
    log: path.join(bench.folder, `${name}.log`),
    listens: { port, ready: "/" },
  });
}

/** All variants once, then all again: what disturbs the machine meets them alike. The first, short round warms up. */
async function inRounds(
  bench: Bench,
  variants: Record<string, Running>,
  tokensFile: string,
): Promise<Record<string, Load[]>> {
  const loads: Record<string, Load[]> = {};
  for (let round = 0; round <= bench.rounds; round += 1) {
    bench.say(round === 0 ? "Warming up" : `Requests, round ${round} of ${bench.rounds}`);
    for (const [name, { origin }] of Object.entries(variants)) {
      const target = { origin, path: `/2.0/workspaces/${benchWorkspace}`, tokensFile };
      const load = await bench.generator.run(target, bench.quick || round === 0 ? 3 : 10);
      if (load.failed > 0) throw new Error(`${load.failed} requests to ${name} failed.`);
      if (round > 0) loads[name] = [...(loads[name] ?? []), load];
    }
  }
  return loads;
}

function figures(loads: Record<string, Load[]>, many: number, atRest: number, underLoad: number): Figure[] {
  const rates = (name: string) => (loads[name] ?? []).map((load) => load.perSecond);
  const p50 = (name: string) => (loads[name] ?? []).map((load) => load.p50);
  const p99 = (name: string) => (loads[name] ?? []).map((load) => load.p99);
  const stored = many.toLocaleString("en");
  return [
    figure("bare node:http", "per second", rates("bare")),
    figure("Latchkey, 1,000 tokens stored", "per second", rates("few")),
    figure("Latchkey, 1,000 tokens stored, usage not collected", "per second", rates("uncounted")),
    figure(`Latchkey, ${stored} tokens stored`, "per second", rates("many")),
    figure("one query for each request", "per second", rates("oneQuery")),
    figure("Latchkey : bare node:http", "ratio", ratios(rates("few"), rates("bare")), { atLeast: 0.4 }),
    figure("Latchkey : one query for each request", "ratio", ratios(rates("few"), rates("oneQuery"))),
    figure("usage collected : not collected", "ratio", ratios(rates("few"), rates("uncounted")), { atLeast: 0.95 }),
    figure(`${stored} : 1,000 tokens stored`, "ratio", ratios(rates("many"), rates("few")), { atLeast: 0.85 }),
    figure("bare node:http, p50", "ms", p50("bare")),
    figure("Latchkey, p50", "ms", p50("few")),
    figure("bare node:http, p99", "ms", p99("bare")),
    figure("Latchkey, p99", "ms", p99("few"), { atMost: 10 }),
    figure(`Latchkey, ${stored} tokens stored, p99`, "ms", p99("many"), { atMost: 10 }),
    figure("one query for each request, p99", "ms", p99("oneQuery")),
    figure("resource server, memory at rest", "MB", [atRest]),
    figure("resource server, memory under load", "MB", [underLoad], { atMost: 150 }),
  ];
}
