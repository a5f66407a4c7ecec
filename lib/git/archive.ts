import type { Readable } from "node:stream";
import { known } from "./commits";
import { streamGit } from "./stream";

/** What an archive can be, by the end of its name. */
const types = {
  zip: "application/zip",
  "tar.gz": "application/gzip",
  tgz: "application/gzip",
  tar: "application/x-tar",
} as const;

export type ArchiveFormat = keyof typeof types;
export const archiveFormats = Object.keys(types) as [ArchiveFormat, ...ArchiveFormat[]];

export function archiveType(format: ArchiveFormat): string {
  return types[format];
}

/** Reads the end of an address, such as `feature/topic.tar.gz`: what to pack, and how. Null where it names no format. */
export function parseArchiveName(name: string): { revision: string; format: ArchiveFormat } | null {
  const format = archiveFormats.find((one) => name.endsWith(`.${one}`) && name.length > one.length + 1);
  return format ? { revision: name.slice(0, -format.length - 1), format } : null;
}

/** All files of a commit in one, beneath a folder, as git packs them. See `streamGit`. */
export function streamArchive(
  repositoryId: string,
  commit: string,
  { format, folder }: { format: ArchiveFormat; folder: string },
  options?: { waitMs?: number },
): Promise<Readable> {
  return streamGit(repositoryId, ["archive", `--format=${format}`, `--prefix=${folder}/`, known(commit)], options);
}
