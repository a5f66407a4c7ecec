import { spawnSync } from "node:child_process";

/** Ends with a clear sentence where Node is too old or git is missing. */
export function requireNodeAndGit() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 12)) {
    refuse(`Latchkey needs Node 20.12 or newer. This is Node ${process.versions.node}.`);
  }
  if (spawnSync("git", ["--version"], { stdio: "ignore" }).status !== 0) {
    refuse("Latchkey needs git, and there is none on the PATH. Install it and start again.");
  }
}

/** @param {string} sentence */
function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}
