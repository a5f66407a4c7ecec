import type { Readable } from "node:stream";
import { z } from "zod";
import { ok, type Result } from "../errors";
import { archiveFormats, archiveType, streamArchive } from "../git/archive";
import { operation } from "../operation";
import { namedRepository, RepositoryInput, requireCommit } from "./repository-input";

export type Archive = {
  /** Of letters, digits, dots, dashes and underscores, as slugs are. */
  fileName: string;
  type: string;
  /** An entity tag (RFC 9110, section 8.8.3): the same name and commit are the same bytes. */
  tag: string;
  /** Opened by whoever sends it. */
  open: (options?: { waitMs?: number }) => Promise<Readable>;
};

/** All files of a commit, packed into one. */
export const downloadArchive = operation({
  name: "archives.download",
  scope: "repository",
  input: RepositoryInput.extend({ revision: z.string(), format: z.enum(archiveFormats) }),
  ...namedRepository,
  run: async ({ input: { revision, format }, found }): Promise<Result<Archive>> => {
    const commit = await requireCommit(found.id, revision);
    if (!commit.ok) return commit;
    const name = `${found.workspace.slug}-${found.slug}`;
    const folder = `${name}-${commit.value.slice(0, 12)}`;
    return ok({
      fileName: `${folder}.${format}`,
      type: archiveType(format),
      tag: `"${name}-${commit.value}.${format}"`,
      open: (options) => streamArchive(found.id, commit.value, { format, folder }, options),
    });
  },
});
