import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export type Product = {
  origin: string;
  dataDir: string;
  /** All that its processes have said. */
  log: string;
  /** Lets it end in order, and removes its folder. */
  stop(): Promise<void>;
  /** Ends the process that keeps the others, as a machine does that runs out of memory. */
  kill(): Promise<void>;
};

/** The built product as `npm start` runs it, on a data folder and port of its own, without the demo. */
export async function startProduct(environment: Record<string, string | undefined> = {}): Promise<Product> {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "latchkey-e2e-"));
  // As root the database runs under another account, which has to pass through.
  fs.chmodSync(folder, 0o711);
  const dataDir = environment.LATCHKEY_DATA_DIR ?? path.join(folder, "data");
  const log = path.join(folder, "log");
  const output = fs.openSync(log, "a");
  const child = spawn(process.execPath, [fileURLToPath(new URL("../dist/start.js", import.meta.url))], {
    env: {
      ...process.env,
      LATCHKEY_DATA_DIR: dataDir,
      LATCHKEY_DEMO: "off",
      HOST: "127.0.0.1",
      PORT: "0",
      ...environment,
    },
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  const exited = once(child, "exit");
  const said = () => fs.readFileSync(log, "utf8");
  while (!said().includes("Latchkey listens on")) {
    if (child.exitCode !== null) {
      const complaint = said();
      fs.rmSync(folder, { recursive: true });
      throw new Error(`The product doesn't start: exit code ${child.exitCode}.\n${complaint}`);
    }
    await Promise.race([exited, pause(50)]);
  }
  return {
    origin: /^Latchkey listens on (\S+)$/m.exec(said())?.[1] ?? "",
    dataDir,
    log,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      fs.rmSync(folder, { recursive: true, force: true });
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
