import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Npm silently leaves out the packages of other platforms that a registry doesn't have, and `npm ci` then fails there.
// And it writes down which registry it was served by, which is nobody's business.

const text = readFileSync(fileURLToPath(new URL("../package-lock.json", import.meta.url)), "utf8");
/** @type {{ packages: Record<string, { optionalDependencies?: Record<string, string> }> }} */
const lock = JSON.parse(text);

const faults = text
  .split("\n")
  .flatMap((line, index) =>
    line.includes('"resolved"') ? [`line ${index + 1} names a registry: ${line.trim()}`] : [],
  );
for (const [place, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const name of Object.keys(optionalDependencies)) {
    if (!isLocked(place, name)) faults.push(`${place || "the project"} may need ${name}, which has no entry`);
  }
}

if (faults.length > 0) {
  console.error(`package-lock.json is not right:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  process.exit(1);
}
console.log("package-lock.json names no registry and covers every platform.");

/**
 * Whether Node would find the package from there, walking up.
 * @param {string} place
 * @param {string} name
 */
function isLocked(place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (`${folder ? `${folder}/` : ""}node_modules/${name}` in lock.packages) return true;
    if (folder === "") return false;
  }
}
