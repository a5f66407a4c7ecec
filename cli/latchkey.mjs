#!/usr/bin/env node
import { bundleWhenStale } from "../scripts/build.mjs";
import { installWhenNeeded } from "../scripts/install.mjs";
import { requireNodeAndGit } from "../scripts/prerequisites.mjs";

requireNodeAndGit();
installWhenNeeded();
await bundleWhenStale("cli");
// Named by a variable, because the types are checked before it's built.
const commands = new URL("../dist/cli.js", import.meta.url).href;
await import(commands);
