import { access, constants } from "node:fs/promises";
import path from "node:path";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Push, RefUpdate } from "@/lib/git-access/check-push";

/** Where git finds the hooks that it runs on a push: beside this file, and beside its bundle. */
export const hooksFolder = fileURLToPath(new URL("./hooks", import.meta.url));

/** Throws where the hook isn't there to be run: git would go on without it, and accept everything. */
export async function requireHook(): Promise<void> {
  await access(path.join(hooksFolder, "pre-receive"), constants.X_OK);
}

/** Which of the pipes that git inherits leads to its pre-receive hook. */
export const hookPipe = 3;

/** What is asked about each push: the lines that refuse it, or null where it may come in. */
export type CheckPush = (push: Push) => Promise<readonly string[] | null>;

/** Answers the pre-receive hook, which asks once, with all that is pushed; git accepts nothing before. */
export function answerHook(channel: Duplex, check: CheckPush): void {
  const asked: Buffer[] = [];
  let size = 0;
  let ends = 0;
  const onData = (chunk: Buffer) => {
    asked.push(chunk);
    size += chunk.length;
    ends += countEnds(chunk);
    if (ends < fields && size <= mostBytes) return;
    channel.off("data", onData);
    const push = ends < fields ? null : parsePush(Buffer.concat(asked).toString());
    const verdict = push ? check(push) : Promise.resolve(["This push moves too many refs at once."]);
    verdict.then((refusal) => channel.end(answerOf(refusal)));
  };
  channel.on("data", onData);
  // A git that was ended asks no more.
  channel.on("error", () => undefined);
}

/** The hook says three things, each with a NUL at its end: two folders, and a line for each ref. */
const fields = 3;
const mostBytes = 64 * 1024 * 1024;

function countEnds(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, at + 1)) count += 1;
  return count;
}

function parsePush(asked: string): Push {
  const [objectDirectory = "", alternates = "", lines = ""] = asked.split("\0");
  return { objectDirectory, alternates, updates: lines.split("\n").flatMap(parseUpdate) };
}

/** `before after ref` */
function parseUpdate(line: string): RefUpdate[] {
  const [before, after, ref] = line.split(" ");
  return before && after && ref ? [{ before, after, ref }] : [];
}

function answerOf(refusal: readonly string[] | null): string {
  return refusal === null ? "accepted\n" : `refused\n${refusal.map((line) => `${line}\n`).join("")}`;
}
