import { buildWhenStale } from "../scripts/build.mjs";
import { installWhenNeeded } from "../scripts/install.mjs";
import { requireNodeAndGit } from "../scripts/prerequisites.mjs";

// Plain JavaScript without packages: on a fresh clone there is nothing else yet.
requireNodeAndGit();
installWhenNeeded();
await buildWhenStale();
// Named by a variable, because the types are checked before it's built.
const supervisor = new URL("../dist/start.js", import.meta.url).href;
await import(supervisor);
