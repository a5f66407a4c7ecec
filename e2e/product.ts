import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export type Product = {
  origin: string;
  dataDir: string;
  /** All that its processes have said. */
  log: string;
  stop(): Promise<void>;
};

/** The built product as `npm start` runs it, on a data folder and port of its own, without the demo. */
export async function startProduct(environment: Record<string, string | undefined> = {}): Promise<Product> {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "latchkey-e2e-"));
  // As root the database runs under another account, which has to pass through.
  fs.chmodSync(folder, 0o711);
  const dataDir = path.join(folder, "data");
  const log = path.join(folder, "log");
  const port = await freePort();
  const output = fs.openSync(log, "a");
  const child = spawn(process.execPath, [fileURLToPath(new URL("../dist/start.js", import.meta.url))], {
    env: {
      ...process.env,
      LATCHKEY_DATA_DIR: dataDir,
      LATCHKEY_DEMO: "off",
      HOST: "127.0.0.1",
      PORT: String(port),
      ...environment,
    },
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  const exited = once(child, "exit");
  while (!fs.readFileSync(log, "utf8").includes("Latchkey listens on")) {
    if (child.exitCode !== null) throw new Error(`The product doesn't start.\n${fs.readFileSync(log, "utf8")}`);
    await Promise.race([exited, pause(50)]);
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    dataDir,
    log,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port on 127.0.0.1.");
  return address.port;
}
