import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const lock = path.join(root, "package-lock.json");
/** Holds the hash of the lock file that the packages were installed from. */
const stamp = path.join(root, "node_modules/.latchkey-lock");
/** Npm writes it at the end of each install. */
const finished = path.join(root, "node_modules/.package-lock.json");

/** Installs from the lock file where that hasn't been done, or the lock file has changed since. */
export function installWhenNeeded() {
  const wanted = createHash("sha256").update(readFileSync(lock)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!existsSync(stamp) && existsSync(finished) && statSync(finished).mtimeMs > statSync(lock).mtimeMs) {
    // Somebody has run npm by hand.
    writeFileSync(stamp, wanted);
    return;
  }
  // Not to the standard output, which belongs to what a command prints.
  console.error("Installing packages…");
  const windows = process.platform === "win32";
  const result = spawnSync("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", process.stderr, process.stderr],
    shell: windows,
  });
  if (result.status !== 0) {
    console.error("The packages could not be installed. What npm says is above.");
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
