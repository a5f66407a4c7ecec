import { readInfos } from "./objects";
import { isRefName, refTargets } from "./ref-targets";

/**
 * The full hash of the commit that a text of a request names: a full hash, a prefix of at least four digits, a branch, a
 * tag or HEAD. Null where it names none, or more than one. git's own language of revisions (`a..b`, `x^`, `@{1}`) is not
 * spoken here.
 */
export async function resolveCommit(repositoryId: string, spec: string): Promise<string | null> {
  if (spec === "HEAD" || /^[0-9a-f]{40}$/i.test(spec))
    return peel(repositoryId, spec === "HEAD" ? spec : spec.toLowerCase());
  if (!isRefName(spec)) return null;
  const [branch, tag] = [`refs/heads/${spec}`, `refs/tags/${spec}`];
  const targets = await refTargets(repositoryId, [branch, tag]);
  const target = targets.get(branch) ?? targets.get(tag);
  if (target) return peel(repositoryId, target);
  return /^[0-9a-f]{4,39}$/i.test(spec) ? commitOf(repositoryId, spec.toLowerCase()) : null;
}

/** The commit that a full hash or HEAD leads to, through the tags that lie between. */
export async function peel(repositoryId: string, name: string): Promise<string | null> {
  const [info] = await readInfos(repositoryId, [name]);
  if (info?.type === "commit") return info.hash;
  return info?.type === "tag" ? commitOf(repositoryId, info.hash) : null;
}

/** git looks into the object for this, and keeps what it saw for as long as it stays: not to be asked of just anything. */
async function commitOf(repositoryId: string, name: string): Promise<string | null> {
  const [info] = await readInfos(repositoryId, [`${name}^{commit}`]);
  return info?.hash ?? null;
}
