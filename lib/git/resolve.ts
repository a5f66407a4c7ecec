import { refNameForm } from "../names";
import { known } from "./commits";
import { runInRepository } from "./storage";

/**
 * The full hash of the commit that a text of a request names: a full hash, a prefix of at least four digits, a branch, a
 * tag or HEAD. Null where it names none, or more than one. git's own language of revisions (`a..b`, `x^`, `@{1}`) is not
 * spoken here.
 */
export async function resolveCommit(repositoryId: string, spec: string): Promise<string | null> {
  if (spec === "HEAD") return peel(repositoryId, "HEAD");
  if (/^[0-9a-f]{40}$/i.test(spec)) return peel(repositoryId, spec.toLowerCase());
  if (!isRefName(spec)) return null;
  const target =
    (await refTarget(repositoryId, `refs/heads/${spec}`)) ?? (await refTarget(repositoryId, `refs/tags/${spec}`));
  if (target) return peel(repositoryId, target);
  return /^[0-9a-f]{4,39}$/i.test(spec) ? peel(repositoryId, spec.toLowerCase()) : null;
}

/** Whether the text could be the name of a branch or tag. */
export function isRefName(name: string): boolean {
  return name.length <= 1000 && refNameForm.test(name);
}

/** What a ref names now: a commit, or the object of an annotated tag. Null where there is no such ref. */
export async function refTarget(repositoryId: string, ref: string): Promise<string | null> {
  if (!isRefName(ref)) return null;
  try {
    const output = await runInRepository(repositoryId, ["show-ref", "--verify", "--hash", "--", ref]);
    return known(output.toString().trim());
  } catch (error) {
    if (error instanceof Error && "exitCode" in error && (error.exitCode === 1 || error.exitCode === 128)) return null;
    throw error;
  }
}

/** What each of these refs names now, by ref; those that there aren't are left out. Many are read at once. */
export async function refTargets(repositoryId: string, refs: readonly string[]): Promise<Map<string, string>> {
  const asked = refs.filter(isRefName);
  const targets = new Map<string, string>();
  for (let from = 0; from < asked.length; from += mostRefsAtOnce) {
    const some = asked.slice(from, from + mostRefsAtOnce);
    const output = await runInRepository(repositoryId, [
      "for-each-ref",
      "--format=%(objectname) %(refname)",
      "--",
      ...some,
    ]);
    // A name also matches what lies beneath it, which nobody asks for.
    for (const line of output.toString().split("\n")) {
      if (line !== "") targets.set(line.slice(41), line.slice(0, 40));
    }
  }
  return targets;
}

/** Their names have to fit on a command line. */
const mostRefsAtOnce = 100;

async function peel(repositoryId: string, name: string): Promise<string | null> {
  const output = await runInRepository(repositoryId, ["cat-file", "--batch-check=%(objectname) %(objecttype)"], {
    input: `${name}^{commit}\n`,
  });
  return /^([0-9a-f]{40}) commit$/.exec(output.toString().trim())?.[1] ?? null;
}
