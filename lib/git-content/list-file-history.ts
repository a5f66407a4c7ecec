import { z } from "zod";
import { fail, ok, type Result } from "../errors";
import type { Commit } from "../git/commits";
import { type FileVersion, listFileVersions } from "../git/file-history";
import { refNames } from "../git/refs";
import { operation } from "../operation";
import { PageInput } from "../page";
import { type Authored, withAuthors } from "./authored";
import { findPlace } from "./find-place";
import { unknownCommit } from "./list-commits";
import { namedRepository, RepositoryInput } from "./repository-input";

/** The commits that changed a file, newest first, with where it was in each of them. */
export const listFileHistory = operation({
  name: "repositories.listFileHistory",
  scope: "repository",
  input: PageInput.extend({ ...RepositoryInput.shape, at: z.string(), findsRenames: z.boolean().default(true) }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<{ versions: FileVersion[]; more: boolean }>>> => {
    const place = await findPlace(found.id, input.at, await refNames(found.id));
    if (!place) return fail(unknownCommit(input.at));
    const list = await listFileVersions(found.id, place.commit, place.path, {
      findsRenames: input.findsRenames,
      offset: (input.page - 1) * input.pageLength,
      limit: input.pageLength,
    });
    if (list.versions.length === 0 && input.page === 1) {
      return fail({ code: "not_found", what: "other", name: `Path “${place.path}”` });
    }
    const commits: Commit[] = list.versions.map(({ commit }) => commit);
    return ok(await withAuthors(found, commits, list));
  },
});
