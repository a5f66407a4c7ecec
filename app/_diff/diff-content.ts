/** A difference as pages show it. Plain data: it goes to the browser. */
export type DiffContent = {
  files: DiffFile[];
  /** How many files differ; `files` holds the first of them. */
  total: number;
  /** The address of the page that shows it, with its parameters. */
  page: string;
  /** Where all of it is, as git writes it. */
  raw: string;
  /** Whether the page shows some of the files alone. */
  alone: boolean;
};

export type DiffFile = {
  /** Names the file on its page: `#file-3`. */
  anchor: string;
  status: "added" | "removed" | "modified" | "renamed";
  /** Null where the file wasn't there before. */
  oldPath: string | null;
  /** Null where it is no longer there. */
  newPath: string | null;
  /** Null for a binary file. */
  linesAdded: number | null;
  linesRemoved: number | null;
  /** What else is to be said of it: that it may now be run, say. */
  notes: string[];
  /** The hunks as git writes them, made readable. Null where none are shown. */
  hunks: string | null;
  /** Why none are shown although the contents differ. */
  omitted: "binary" | "too_large" | null;
  /** The syntax of each line of the hunks, in their order; none: shown without colours. */
  syntax: LineSyntax[];
  /** `source`: the file as it is now. `alone`: this file by itself, unless it is shown so already. */
  links: { source: string | null; alone: string | null; raw: string };
};

/** Pieces of a line by their lengths, with the class of their syntax; empty for one without. */
export type LineSyntax = [length: number, className: string][];

export type DiffViewType = "unified" | "split";

/** A line of a file, before or after the change. */
export type DiffLine = { path: string; side: "old" | "new"; line: number };

/** The path that a file goes by: its new one, or that of a removed file. */
export function pathOf({ oldPath, newPath }: Pick<DiffFile, "oldPath" | "newPath">): string {
  return newPath ?? oldPath ?? "";
}
