import { z } from "zod";
import type { FileChange, Range } from "../git/diff";
import type { Repository } from "../repositories/find";
import { condensedRepository } from "./repository";
import { encodedPath, Link } from "./values";

const ChangedFileObject = z.object({
  type: z.literal("commit_file"),
  path: z.string(),
  escaped_path: z.string(),
  links: z.object({ self: Link }),
});

export const DiffStatObject = z
  .object({
    type: z.literal("diffstat"),
    status: z.enum(["added", "removed", "modified", "renamed"]),
    lines_added: z.int(),
    lines_removed: z.int(),
    old: ChangedFileObject.nullable(),
    new: ChangedFileObject.nullable(),
  })
  .meta({ id: "diffstat" });

export function presentDiffStat(
  change: FileChange,
  { from, to }: Range,
  repository: Repository,
  origin: string,
): z.infer<typeof DiffStatObject> {
  const file = (path: string | null, commit: string | null) => {
    if (path === null || commit === null) return null;
    const href = `${condensedRepository(repository, origin).links.self.href}/src/${commit}/${encodedPath(path)}`;
    return { type: "commit_file" as const, path, escaped_path: encodedPath(path), links: { self: { href } } };
  };
  return {
    type: "diffstat",
    status: change.status,
    lines_added: change.linesAdded ?? 0,
    lines_removed: change.linesRemoved ?? 0,
    old: file(change.oldPath, from),
    new: file(change.newPath, to),
  };
}
