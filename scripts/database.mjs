import { installWhenNeeded } from "./install.mjs";
import { requireNodeAndGit } from "./prerequisites.mjs";

requireNodeAndGit();
installWhenNeeded();
const { bundle } = await import("./bundle.mjs");
await bundle(["database", "prepare"]);
const commands = new URL("../dist/database.js", import.meta.url).href;
await import(commands);
