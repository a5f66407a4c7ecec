import { startChores } from "@/lib/chores/run";

// A process that does the chores, and nothing else, until it is killed.
startChores();
process.send?.({ port: 0 });
