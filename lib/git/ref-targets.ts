import { readFile } from "node:fs/promises";
import path from "node:path";
import { refNameForm } from "../names";
import { GitError } from "./run";
import { repositoryPath, runInRepository } from "./storage";

/** Whether the text could be the name of a branch or tag. */
export function isRefName(name: string): boolean {
  return name.length <= 1000 && refNameForm.test(name);
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
      if (target === undefined) packedAway.push(ref);
      else if (target !== null) targets.set(ref, target);
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

/** Undefined where the ref has no file; null where that names nothing, whatever may have been packed before. */
async function readLoose(repositoryId: string, ref: string): Promise<string | null | undefined> {
  const content = await readIfThere(path.join(repositoryPath(repositoryId), ref));
  if (content === null) return undefined;
  const text = content.toString("latin1");
  const hash = /^([0-9a-f]{40})\s*$/.exec(text)?.[1];
  return hash ?? (text.startsWith("ref:") ? followRef(repositoryId, ref) : null);
}

/** The ref is a symbolic one. */
async function followRef(repositoryId: string, ref: string): Promise<string | null> {
  try {
    return (await runInRepository(repositoryId, ["show-ref", "--verify", "--hash", "--", ref])).toString().trim();
  } catch (error) {
    if (error instanceof GitError && (error.exitCode === 1 || error.exitCode === 128)) return null;
    throw error;
  }
}

/** Its lines are `hash ref`, in the order of the refs; one that begins with ^ belongs to the line before. */
function targetIn(packed: Buffer, ref: string): string | null {
  const wanted = Buffer.from(ref);
  let [low, high] = [packed[0] === hashSign ? lineAfter(packed, 0) : 0, packed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    let start = middle > low ? packed.lastIndexOf(lineBreak, middle - 1) + 1 : low;
    if (packed[start] === caret) start = packed.lastIndexOf(lineBreak, start - 2) + 1;
    start = Math.max(start, low);
    const next = lineAfter(packed, start);
    const order = wanted.compare(packed, start + 41, next - 1);
    if (order === 0) return packed.toString("latin1", start, start + 40);
    if (order < 0) high = start;
    else low = packed[next] === caret ? lineAfter(packed, next) : next;
  }
  return null;
}

const [lineBreak, hashSign, caret] = [0x0a, 0x23, 0x5e];

function lineAfter(packed: Buffer, at: number): number {
  const end = packed.indexOf(lineBreak, at);
  return end === -1 ? packed.length + 1 : end + 1;
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
