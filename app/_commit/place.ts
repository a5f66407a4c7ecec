/** A commit as operations take it. */
export type CommitName = { workspace: string; repository: string; commit: string };

/** What a comment is on: the commit, a line of a file in it, or another comment, which it answers. */
export type CommentedPlace = {
  parent?: number;
  inline?: { path: string; from: number | null; to: number | null };
};
