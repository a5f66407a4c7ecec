import { getMimeType } from "hono/utils/mime";
import { z } from "zod";
import type { KnownAuthor } from "../access-tokens/authors";
import type { Commit } from "../git/commits";
import type { FileVersion } from "../git/file-history";
import type { NamedEntry, TreeEntry } from "../git/source";
import type { Repository } from "../repositories/find";
import { CommitObject, CondensedCommitObject, condensedCommit, presentCommit } from "./commit";
import { condensedRepository } from "./repository";
import { encodedPath, Link } from "./values";

export const DirectoryObject = z
  .object({
    type: z.literal("commit_directory"),
    path: z.string(),
    commit: CondensedCommitObject,
    links: z.object({ self: Link, meta: Link }),
  })
  .meta({ id: "commit_directory" });

export const FileObject = z
  .object({
    type: z.literal("commit_file"),
    path: z.string(),
    commit: CondensedCommitObject,
    escaped_path: z.string(),
    attributes: z.array(z.enum(["link", "executable", "subrepository", "binary", "lfs"])),
    size: z.int(),
    mimetype: z.string().nullable(),
    links: z.object({ self: Link, meta: Link, history: Link }),
  })
  .meta({ id: "commit_file" });

export const TreeEntryObject = z.union([DirectoryObject, FileObject]);

export function presentEntry(
  entry: TreeEntry,
  commit: Commit,
  repository: Repository,
  origin: string,
): z.infer<typeof TreeEntryObject> {
  const api = condensedRepository(repository, origin).links.self.href;
  const place = `${commit.hash}/${encodedPath(entry.path)}`;
  const links = {
    self: { href: `${api}/src/${place}${entry.kind === "directory" && entry.path !== "" ? "/" : ""}` },
    meta: { href: `${api}/src/${place}?format=meta` },
  };
  const named = { path: entry.path, commit: condensedCommit(commit.hash, repository, origin) };
  if (entry.kind === "directory") return { type: "commit_directory", ...named, links };
  return {
    type: "commit_file",
    ...named,
    escaped_path: encodedPath(entry.path),
    attributes: attributesOf(entry),
    size: entry.size ?? 0,
    mimetype: getMimeType(entry.name) ?? null,
    links: { ...links, history: { href: `${api}/filehistory/${place}` } },
  };
}

export const FileVersionObject = z
  .object({
    type: z.literal("commit_file"),
    path: z.string(),
    escaped_path: z.string(),
    size: z.int(),
    commit: CommitObject,
    links: z.object({ self: Link, meta: Link, history: Link }),
  })
  .meta({ id: "file_version" });

/** A file as a commit of its history left it. */
export function presentVersion(
  { commit, path, size }: FileVersion,
  repository: Repository,
  authors: ReadonlyMap<string, KnownAuthor>,
  origin: string,
): z.infer<typeof FileVersionObject> {
  const api = condensedRepository(repository, origin).links.self.href;
  const place = `${commit.hash}/${encodedPath(path)}`;
  return {
    type: "commit_file",
    path,
    escaped_path: encodedPath(path),
    size: size ?? 0,
    commit: presentCommit(commit, repository, authors, origin),
    links: {
      self: { href: `${api}/src/${place}` },
      meta: { href: `${api}/src/${place}?format=meta` },
      history: { href: `${api}/filehistory/${place}` },
    },
  };
}

export function attributesOf(entry: NamedEntry): z.infer<typeof FileObject>["attributes"] {
  if (entry.kind === "symlink") return ["link"];
  if (entry.kind === "submodule") return ["subrepository"];
  return entry.executable ? ["executable"] : [];
}
