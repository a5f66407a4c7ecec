import { fail, type Result } from "../errors";
import { type Commit, getCommit } from "../git/commits";
import { mergeBase, type Range } from "../git/diff";
import { resolveCommit } from "../git/resolve";
import { unknownCommit } from "./list-commits";

/** What a published `spec` asks to compare: a commit with its parent, or a source with a destination. */
export type DiffSpec = { kind: "commit"; name: string } | { kind: "pair"; source: string; destination: string };

/**
 * Reads a spec: `commit`, `source..destination`, or `workspace/repository:source\rdestination`, as the links of pull
 * requests have it. The source comes first, unlike in git's own language. Names of branches may hold slashes.
 */
export function parseDiffSpec(spec: string): DiffSpec {
  const pair = /^(?:[^/:]+\/[^/:]+:)?(.+?)(?:\.\.|\r)(.+)$/s.exec(spec);
  if (!pair) return { kind: "commit", name: spec };
  const [, source = "", destination = ""] = pair;
  return { kind: "pair", source, destination };
}

/** What to compare, in git's order. With `topic`, a pair is compared from where its histories parted. */
export async function rangeOf(
  repositoryId: string,
  spec: DiffSpec,
  topic: boolean,
): Promise<Result<Range & { commit: Commit }>> {
  const name = spec.kind === "commit" ? spec.name : spec.source;
  const to = await resolveCommit(repositoryId, name);
  const commit = to && (await getCommit(repositoryId, to));
  if (!to || !commit) return fail(unknownCommit(name));
  if (spec.kind === "commit") return { ok: true, value: { from: commit.parents[0] ?? null, to, commit } };
  const destination = await resolveCommit(repositoryId, spec.destination);
  if (!destination) return fail(unknownCommit(spec.destination));
  // Histories that never met have nothing in common to compare from.
  const from = topic ? ((await mergeBase(repositoryId, destination, to)) ?? destination) : destination;
  return { ok: true, value: { from, to, commit } };
}
