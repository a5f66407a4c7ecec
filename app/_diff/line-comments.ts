import type { ComponentProps, ReactNode } from "react";
import type { CommentForm } from "@/app/_comments/comment-form";
import type { DiffLine } from "./diff-content";

/** A comment, or a thread of them, on a line of a file, or with null on all of it. */
export type LineComment = Omit<DiffLine, "line"> & {
  key: string;
  line: number | null;
  /** Where it is on several lines, of which this is the last, those in words. */
  several?: string | undefined;
  content: ReactNode;
};

type Form = Pick<ComponentProps<typeof CommentForm>, "label" | "content" | "onType" | "onDone" | "onCancel">;

/** Gives the form for something to say of a line, or with null of all of the file. */
export type NewComment = (place: Omit<DiffLine, "line"> & { line: number | null }, form: Form) => ReactNode;
