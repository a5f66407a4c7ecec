import { writeFileSync } from "node:fs";
import path from "node:path";
import { makeHistory } from "./histories";
import type { Load } from "./load";
import { memoryOf, peakMemory } from "./processes";
import { type Figure, figure, ratios } from "./report";
import type { Bench } from "./run";
import {
  benchWorkspace,
  fillDatabase,
  insertPullRequests,
  insertRepository,
  newSecrets,
  tokensInUse,
} from "./stored-tokens";

const connections = 20;

/** What reads git and lists, over the API, with 20 clients at once: in a long history, and beside it in a short one. */
export async function measureRest(bench: Bench): Promise<Figure[]> {
  const secrets = newSecrets();
  const tokensFile = path.join(bench.folder, "rest-tokens");
  writeFileSync(tokensFile, `${secrets.join("\n")}\n`);
  const owner = await fillDatabase(bench.database.url, "rest", bench.key, secrets, tokensInUse);
  const many = bench.quick ? 5_000 : 50_000;
  bench.say(`Making a history of ${many.toLocaleString("en")} commits`);
  const common = { files: 5_000, changedLines: 5_000 };
  const long = await insertRepository(owner, "long");
  const short = await insertRepository(owner, "short");
  await makeHistory(bench.folder, long, { ...common, commits: many });
  await makeHistory(bench.folder, short, { ...common, commits: 100 });
  await insertPullRequests(owner, long, 1_000);
  // As many as a page holds, so that both answer with as much.
  await insertPullRequests(owner, short, 50);

  const server = await bench.startResourceServer("rest", owner.url);
  const of = (slug: string) => `/2.0/repositories/${benchWorkspace}/${slug}`;
  const deep = `commits/main?pagelen=30&page=${Math.floor(many / 30) - 1}`;
  const asked: Record<string, { long: string; short: string | null }> = {
    "first page of commits": {
      long: `${of("long")}/commits/main?pagelen=30`,
      short: `${of("short")}/commits/main?pagelen=30`,
    },
    [`page of commits, ${many.toLocaleString("en")} deep`]: { long: `${of("long")}/${deep}`, short: null },
    "list of 1,000 pull requests, first page": {
      long: `${of("long")}/pullrequests?pagelen=50`,
      short: `${of("short")}/pullrequests?pagelen=50`,
    },
    "list of 1,000 pull requests, last page": {
      long: `${of("long")}/pullrequests?pagelen=50&page=20`,
      short: `${of("short")}/pullrequests?pagelen=50`,
    },
    "folder of 5,000 entries": { long: `${of("long")}/src/main/many/`, short: `${of("short")}/src/main/many/` },
    "diff of 5,000 lines": { long: `${of("long")}/diff/main`, short: `${of("short")}/diff/main` },
  };
  try {
    const figures: Figure[] = [figure("resource server, memory at rest", "MB", [memoryOf(server.pid)])];
    for (const [name, paths] of Object.entries(asked)) {
      bench.say(name);
      const loadOf = (address: string) =>
        inRounds(bench, { origin: server.origin, path: address, tokensFile, connections });
      const { value: longLoads, peaks } = await peakMemory([server.pid], () => loadOf(paths.long));
      const shortLoads = paths.short === null ? null : await loadOf(paths.short);
      figures.push(
        figure(
          `${name}, p50`,
          "ms",
          longLoads.map(({ p50 }) => p50),
        ),
        figure(
          `${name}, p99`,
          "ms",
          longLoads.map(({ p99 }) => p99),
        ),
        figure(`${name}, memory`, "MB", peaks),
        ...(shortLoads
          ? [
              figure(
                `${name}, long : short, p50`,
                "ratio",
                ratios(
                  longLoads.map(({ p50 }) => p50),
                  shortLoads.map(({ p50 }) => p50),
                ),
                { atMost: 1.25 },
              ),
            ]
          : []),
      );
    }
    return figures;
  } finally {
    await server.stop();
  }
}

/** The first, short round warms up. */
async function inRounds(bench: Bench, target: Parameters<Bench["generator"]["run"]>[0]): Promise<Load[]> {
  const loads: Load[] = [];
  for (let round = 0; round <= bench.rounds; round += 1) {
    const load = await bench.generator.run(target, bench.quick || round === 0 ? 3 : 10);
    if (load.failed > 0) throw new Error(`${load.failed} requests for ${target.path} failed.`);
    if (round > 0 && load.perSecond === 0) throw new Error(`No request for ${target.path} was answered in time.`);
    if (round > 0) loads.push(load);
  }
  return loads;
}
