import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { importRepository } from "@/lib/git/import";
import { spawnGit } from "@/lib/git/run";
import { createBareRepository, repositoryPath } from "@/lib/git/storage";
import { startNginx } from "./nginx";
import { memoryOf, peakMemory } from "./processes";
import { type Figure, figure, ratios } from "./report";
import type { Bench } from "./run";
import { benchWorkspace, fillDatabase, insertRepository, newSecrets, tokensInUse } from "./stored-tokens";

const run = promisify(execFile);
const megabyte = 2 ** 20;

/** Clones of a large and of a small repository: through us, from the disk, and through nginx where it's there. */
export async function measureClones(bench: Bench): Promise<Figure[]> {
  const secrets = newSecrets();
  const owner = await fillDatabase(bench.database.url, "clones", bench.key, secrets, tokensInUse);
  bench.say("Making repositories");
  const large = await makeRepository(bench, await insertRepository(owner, "large"), { commits: 40, megabytes: 80 });
  const small = await makeRepository(bench, await insertRepository(owner, "small"), { commits: 20, megabytes: 0 });

  const server = await bench.startResourceServer("clones", owner.url);
  const nginx = await startNginx(bench.folder, path.dirname(large));
  if (!nginx) console.log("nginx or fcgiwrap is not installed, so they're left out.");
  try {
    const atRest = memoryOf(server.pid);
    const sources = (slug: string, folder: string): Record<string, string> => ({
      latchkey: withUser(`${server.origin}/${benchWorkspace}/${slug}.git`, "x-token-auth", secrets[0] ?? ""),
      file: `file://${folder}`,
      ...(nginx && { nginx: withUser(`${nginx.origin}/${path.basename(folder)}`, nginx.user, nginx.password) }),
    });
    const measured = await peakMemory([server.pid], async () => ({
      large: await cloneInRounds(bench, "80 MB", sources("large", large), bench.quick ? 3 : 7),
      small: await cloneInRounds(bench, "Small", sources("small", small), bench.quick ? 5 : 15),
    }));
    return [
      ...figures("80 MB", measured.value.large),
      ...figures("small", measured.value.small),
      figure("resource server, memory before the clones", "MB", [atRest]),
      figure("resource server, memory during the clones", "MB", measured.peaks, { atMost: 150 }),
    ];
  } finally {
    await server.stop();
    await nginx?.stop();
  }
}

/** A stored repository whose content can't be compressed, beside a small text that changes with each commit. */
async function makeRepository(
  bench: Bench,
  id: string,
  { commits, megabytes }: { commits: number; megabytes: number },
): Promise<string> {
  const source = path.join(bench.folder, `${id}-source.git`);
  await run("git", ["init", "--quiet", "--bare", "--initial-branch=main", source]);
  const importer = spawnGit(["fast-import", "--quiet"], { cwd: source, stdio: ["pipe", "ignore", "inherit"] });
  const input = importer.stdin;
  if (!input) throw new Error("git fast-import takes no input.");
  for (let number = 1; number <= commits; number += 1) {
    const text = Buffer.from(`Commit ${number}\n`.repeat(200));
    const bytes = randomBytes((megabytes * megabyte) / commits);
    input.write(`commit refs/heads/main\ncommitter Bench <bench@example.com> ${1_700_000_000 + number} +0000\n`);
    input.write(`data 6\nCommit\nM 100644 inline text.txt\ndata ${text.length}\n`);
    input.write(text);
    if (bytes.length > 0) {
      input.write(`\nM 100644 inline bytes-${number}.bin\ndata ${bytes.length}\n`);
      if (!input.write(bytes)) await once(input, "drain");
    }
    input.write("\n");
  }
  input.end();
  await once(importer, "close");
  await createBareRepository(id, "main");
  await importRepository(id, source);
  rmSync(source, { recursive: true });
  return repositoryPath(id);
}

async function cloneInRounds(
  bench: Bench,
  what: string,
  sources: Record<string, string>,
  rounds: number,
): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {};
  bench.say(`${what} clones, ${rounds} rounds`);
  // The first round brings the files into memory.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, source] of Object.entries(sources)) {
      const milliseconds = await timeClone(source, path.join(bench.folder, "clone"));
      if (round > 0) times[name] = [...(times[name] ?? []), milliseconds];
    }
  }
  return times;
}

async function timeClone(source: string, target: string): Promise<number> {
  const environment = { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", GIT_TERMINAL_PROMPT: "0" };
  const start = performance.now();
  await run("git", ["clone", "--quiet", source, target], { env: { ...process.env, ...environment } });
  const milliseconds = performance.now() - start;
  rmSync(target, { recursive: true });
  return milliseconds;
}

function figures(what: string, times: Record<string, number[]>): Figure[] {
  const { latchkey = [], file = [], nginx } = times;
  return [
    figure(`${what}, through Latchkey`, "ms", latchkey),
    figure(`${what}, from file://`, "ms", file),
    ...(nginx ? [figure(`${what}, through nginx and git http-backend`, "ms", nginx)] : []),
    figure(`${what}, Latchkey : file://`, "ratio", ratios(latchkey, file), { atMost: 1 }),
    ...(nginx ? [figure(`${what}, Latchkey : nginx`, "ratio", ratios(latchkey, nginx))] : []),
  ];
}

function withUser(address: string, user: string, password: string): string {
  const url = new URL(address);
  url.username = user;
  url.password = password;
  return url.href;
}
