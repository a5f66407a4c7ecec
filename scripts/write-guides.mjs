import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { installWhenNeeded } from "./install.mjs";
import { requireNodeAndGit } from "./prerequisites.mjs";

// Writes the guides that are made from the code. A test fails where a file says otherwise.
requireNodeAndGit();
installWhenNeeded();
const { build } = await import("esbuild");
const root = fileURLToPath(new URL("..", import.meta.url));
await build({
  absWorkingDir: root,
  entryPoints: { guides: "scripts/guides.ts" },
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20.12",
  format: "esm",
  packages: "external",
  logLevel: "warning",
});
// Named by a variable, because the types are checked before it's built.
const guides = new URL("../dist/guides.js", import.meta.url).href;
for (const [file, text] of Object.entries((await import(guides)).guides)) writeFileSync(path.join(root, file), text);
