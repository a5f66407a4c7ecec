import "server-only";
import { addressOf, repositoryPage, sourcePage } from "@/app/_repository/addresses";
import type { Range } from "@/lib/git/diff";
import { type DiffLimits, type FileDiff, readDiff } from "@/lib/git/read-diff";
import { mostPaths, usablePaths } from "@/lib/git-content/diff";
import type { Repository } from "@/lib/repositories/find";
import { withParameter } from "./address";
import { type DiffContent, type DiffFile, pathOf } from "./diff-content";
import { readableHunks } from "./readable-hunks";
import { syntaxOf } from "./syntax";

/** Of all files together: what a browser shows without a pause. */
const limits: DiffLimits = { files: 400, lines: 6_000, linesOfFile: 1_500, bytes: 1_500_000, bytesOfFile: 200_000 };
/** Of a file that somebody asked for by itself. */
const limitsAlone: DiffLimits = { ...limits, lines: 10_000, linesOfFile: 10_000, bytesOfFile: 1_000_000 };
/** Colours take more of the browser than the lines do. */
const mostColoured = 2_000;

/** What differs between two commits, for `DiffSummary` and `DiffFiles`. */
export async function readDiffContent({
  repository,
  range,
  page,
  paths = [],
}: {
  repository: Repository;
  range: Range;
  /** The address of the page that shows it, with its parameters. */
  page: string;
  /** Shows these files alone: the `path`s of the page's address. */
  paths?: readonly string[];
}): Promise<DiffContent> {
  const alone = paths.length > 0;
  const { files, total } = await readDiff(repository.id, range, { limits: alone ? limitsAlone : limits, paths });
  const raw = rawDiff(repository, range);
  let coloured = 0;
  const shown = files.map((file, index): DiffFile => {
    const { hunks, notes } = file.hunks ? readableHunks(file.hunks) : { hunks: null, notes: [] };
    const path = pathOf(file);
    const lines = hunks?.split("\n") ?? [];
    coloured += lines.length;
    const named = [file.newPath ?? [], file.oldPath ?? []].flat();
    return {
      anchor: `file-${index + 1}`,
      status: file.status,
      oldPath: file.oldPath,
      newPath: file.newPath,
      linesAdded: file.linesAdded,
      linesRemoved: file.linesRemoved,
      notes: [...modeNotes(file), ...notes],
      hunks,
      omitted: file.omitted,
      syntax: coloured <= mostColoured ? syntaxOf(path, lines) : [],
      links: {
        source: file.newPath === null ? null : sourcePage(addressOf(repository), range.to, file.newPath),
        alone: alone ? null : withParameter(page, "path", [...new Set(named)]),
        raw: withParameter(raw, "path", [...new Set(named)]),
      },
    };
  });
  return { files: shown, total, page: withParameter(page, "path", paths), raw, alone };
}

/** What the page's address asks to see of a difference. What no path can be isn't asked for. */
export function askedOf({ view, path }: { view?: string | string[]; path?: string | string[] }) {
  return {
    view: view === "split" ? ("split" as const) : ("unified" as const),
    paths: usablePaths([path ?? []].flat()).slice(0, mostPaths),
  };
}

/** The difference as git writes it. */
function rawDiff(repository: Repository, { from, to }: Range): string {
  return repositoryPage(addressOf(repository), "diff", from === null ? to : `${to}..${from}`);
}

function modeNotes({ status, oldMode, newMode }: FileDiff): string[] {
  const mode = status === "removed" ? oldMode : newMode;
  const kind = { "120000": ["Symbolic link"], "160000": ["Submodule"], "100755": [] }[mode] ?? [];
  if (status === "added" || status === "removed" || oldMode === newMode) return kind;
  if (oldMode === "100644" && newMode === "100755") return ["Made executable"];
  if (oldMode === "100755" && newMode === "100644") return ["No longer executable"];
  return [...kind, `Mode ${oldMode} → ${newMode}`];
}
