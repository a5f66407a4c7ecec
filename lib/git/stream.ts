import type { Readable } from "node:stream";
import { GitBusyError, killGit, spawnGit } from "./run";
import { Slots } from "./slots";
import { repositoryPath } from "./storage";

/** How many of git's outputs are streamed at once. Clients may be slow to take one: these have a ceiling of their own. */
export const mostStreams = 32;
const streams = new Slots(mostStreams);

/**
 * What git says, as it comes. End the stream early and git ends too: one that is opened has to be read or destroyed.
 * Throws `GitBusyError` where others hold all the streams that there may be.
 */
export async function streamGit(
  repositoryId: string,
  args: readonly string[],
  { waitMs = 5_000 } = {},
): Promise<Readable> {
  const free = await streams.take(waitMs);
  if (!free) throw new GitBusyError("Too much is being read at once.");
  try {
    const stream = open(repositoryId, args);
    stream.once("close", free);
    return stream;
  } catch (error) {
    free();
    throw error;
  }
}

function open(repositoryId: string, args: readonly string[]): Readable {
  const child = spawnGit(args, { env: { GIT_DIR: repositoryPath(repositoryId) }, stdio: ["ignore", "pipe", "ignore"] });
  const { stdout } = child;
  if (!stdout) throw new Error("git was started without its output.");
  child.once("error", (error) => stdout.destroy(error));
  child.once("exit", (code) => {
    if (code !== 0 && !stdout.destroyed) stdout.destroy(new Error(`git ${args[0]} couldn't be read to its end.`));
  });
  stdout.once("close", () => killGit(child));
  return stdout;
}
