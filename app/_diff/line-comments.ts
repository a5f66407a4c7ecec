import type { ReactNode } from "react";
import type { DiffLine } from "./diff-content";

/** A comment, or a thread of them, on a line of a file, or with null on all of it. */
export type LineComment = Omit<DiffLine, "line"> & {
  key: string;
  line: number | null;
  /** Where it is on several lines, of which this is the last, those in words. */
  several?: string | undefined;
  content: ReactNode;
};

/** Gives the form that opens under a line. `close` takes it away again. */
export type NewComment = (line: DiffLine, close: () => void) => ReactNode;
