import type { RefNames } from "../git/refs";
import { withoutTrailingSlashes } from "../slashes";

/**
 * Where a ref ends and a path begins in an address. A branch is meant before a tag, and the longest name before a
 * shorter one; what names neither begins with a commit. A commit comes last: anybody who may push can make one whose
 * abbreviation is how a branch begins.
 */
export function splitRef(
  address: string,
  { branches, tags }: RefNames,
): { kind: "branch" | "tag" | "commit"; name: string; path: string } {
  const branch = longestBeginning(address, branches);
  const tag = longestBeginning(address, tags);
  if (branch !== null && branch.length >= (tag?.length ?? 0)) return { kind: "branch", ...cut(address, branch) };
  if (tag !== null) return { kind: "tag", ...cut(address, tag) };
  return { kind: "commit", ...cut(address, address.split("/", 1)[0] ?? "") };
}

function longestBeginning(address: string, names: readonly string[]): string | null {
  let longest: string | null = null;
  for (const name of names) {
    const begins = address === name || address.startsWith(`${name}/`);
    if (begins && name.length > (longest?.length ?? 0)) longest = name;
  }
  return longest;
}

function cut(address: string, name: string): { name: string; path: string } {
  return { name, path: withoutTrailingSlashes(address.slice(name.length + 1)) };
}
