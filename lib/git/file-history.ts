import { type Commit, known, readCommits } from "./commits";
import { normalPath } from "./source";
import { runInRepository } from "./storage";

/** A file as a commit left it. */
export type FileVersion = {
  commit: Commit;
  path: string /** Null where the commit took it away. */;
  size: number | null;
};

type List = { findsRenames: boolean; offset: number; limit: number };

/** The versions of a file, newest first, back through the names that it had. `more`: there are any past the limit. */
export async function listFileVersions(
  repositoryId: string,
  from: string,
  path: string,
  { findsRenames, offset, limit }: List,
): Promise<{ versions: FileVersion[]; more: boolean }> {
  const normal = normalPath(path);
  if (!normal) return { versions: [], more: false };
  const output = await runInRepository(repositoryId, [
    "log",
    "-z",
    "--format=%H",
    "--name-only",
    findsRenames ? "--follow" : "--no-renames",
    `--skip=${offset}`,
    `--max-count=${limit + 1}`,
    known(from),
    "--",
    normal,
  ]);
  const places = parsePlaces(output.toString(), normal);
  const page = places.slice(0, limit);
  const [commits, sizes] = await Promise.all([
    readCommits(
      repositoryId,
      page.map(({ hash }) => hash),
    ),
    sizesOf(repositoryId, page),
  ]);
  const versions = page.flatMap(({ hash, path: name }, at): FileVersion[] => {
    const commit = commits.get(hash);
    return commit ? [{ commit, path: name, size: sizes[at] ?? null }] : [];
  });
  return { versions, more: places.length > limit };
}

type VersionPlace = { hash: string; path: string };

/** For each commit its hash, an empty field's line break, and the names of what it changed; of a merge there may be none. */
function parsePlaces(output: string, path: string): VersionPlace[] {
  const places: VersionPlace[] = [];
  for (const field of output.split("\0")) {
    const text = field.replace(/^\n/, "");
    const last = places.at(-1);
    if (/^[0-9a-f]{40}$/.test(text)) places.push({ hash: text, path: last?.path ?? path });
    // Of a folder the files in it are told, which aren't another name of it.
    else if (text !== "" && last && !text.startsWith(`${last.path}/`)) last.path = text;
  }
  return places;
}

async function sizesOf(repositoryId: string, places: readonly VersionPlace[]): Promise<(number | null)[]> {
  if (places.length === 0) return [];
  const input = places.map(({ hash, path }) => `${hash}:${path}\0`).join("");
  const output = await runInRepository(repositoryId, ["cat-file", "-z", "--batch-check=%(objecttype) %(objectsize)"], {
    input,
  });
  return output
    .toString()
    .split("\n")
    .slice(0, places.length)
    .map((line) => {
      const size = /^blob (\d+)$/.exec(line)?.[1];
      return size === undefined ? null : Number(size);
    });
}
