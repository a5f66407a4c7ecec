import { readFile } from "node:fs/promises";
import path from "node:path";
import { refNameForm } from "../names";
import { GitError } from "./run";
import { repositoryPath, runInRepository } from "./storage";

/** How many characters a name of a branch or tag has at most. */
export const mostOfName = 1000;

/** Whether the text could be the name of a branch or tag. */
export function isRefName(name: string): boolean {
  return name.length <= mostOfName && refNameForm.test(name);
}

/** What a ref names now: a commit, or the object of an annotated tag. Null where there is no such ref. */
export async function refTarget(repositoryId: string, ref: string): Promise<string | null> {
  return (await refTargets(repositoryId, [ref])).get(ref) ?? null;
}

/**
 * What each of these refs (`refs/…`) names now, by ref; those that there aren't are left out. Reads the files that git
 * keeps them in (gitrepository-layout(5)), which takes no process: one for each ref, and one of all that it has packed.
 */
export async function refTargets(repositoryId: string, refs: readonly string[]): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  const packedAway: string[] = [];
  await Promise.all(
    refs.filter(isRefName).map(async (ref) => {
      const target = await readLoose(repositoryId, ref);
      if (target === null) packedAway.push(ref);
      else targets.set(ref, target);
    }),
  );
  if (packedAway.length === 0) return targets;
  // Read last: what git packs is there before its own file goes.
  const packed = await readIfThere(path.join(repositoryPath(repositoryId), "packed-refs"));
  for (const ref of packedAway) {
    const target = packed && targetIn(packed, ref);
    if (target) targets.set(ref, target);
  }
  return targets;
}

async function readLoose(repositoryId: string, ref: string): Promise<string | null> {
  const content = await readIfThere(path.join(repositoryPath(repositoryId), ref));
  if (content === null) return null;
  const text = content.toString("latin1");
  const hash = /^([0-9a-f]{40})\s*$/.exec(text)?.[1];
  return hash ?? (text.startsWith("ref:") ? followRef(repositoryId, ref) : null);
}

/** Somebody made it name another ref. */
async function followRef(repositoryId: string, ref: string): Promise<string | null> {
  try {
    return (await runInRepository(repositoryId, ["show-ref", "--verify", "--hash", "--", ref])).toString().trim();
  } catch (error) {
    if (error instanceof GitError && (error.exitCode === 1 || error.exitCode === 128)) return null;
    throw error;
  }
}

/** Its lines are `hash ref`. */
function targetIn(packed: Buffer, ref: string): string | null {
  const at = packed.indexOf(` ${ref}\n`);
  if (at < 40) return null;
  const hash = packed.toString("latin1", at - 40, at);
  return /^[0-9a-f]{40}$/.test(hash) ? hash : null;
}

/** Null where there is no such file; a folder, or a name too long for one, is none. */
async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (["ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG"].includes(code)) return null;
    throw error;
  }
}
