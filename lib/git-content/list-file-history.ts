import { z } from "zod";
import { fail, ok, type Result } from "../errors";
import type { Commit } from "../git/commits";
import { type FileVersion, listFileVersions } from "../git/file-history";
import { operation } from "../operation";
import { PageInput } from "../page";
import { type ItemFields, queryToFilter, sortToCompare } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import { type Authored, withAuthors } from "./authored";
import { findPlace, type Place } from "./find-place";
import { unknownCommit } from "./list-commits";
import { namedRepository, RepositoryInput } from "./repository-input";

/** The commits that changed a file, newest first, with where it was in each of them. */
export const listFileHistory = operation({
  name: "repositories.listFileHistory",
  scope: "repository",
  input: PageInput.extend({
    ...RepositoryInput.shape,
    ...QueryInput.shape,
    at: z.string(),
    findsRenames: z.boolean().default(true),
  }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<{ versions: FileVersion[]; more: boolean }>>> => {
    const place = await findPlace(found.id, input.at);
    if (!place) return fail(unknownCommit(input.at));
    const list = await versionsAt(found.id, place, input);
    if (!list.ok) return list;
    const commits: Commit[] = list.value.versions.map(({ commit }) => commit);
    return ok(await withAuthors(found, commits, list.value));
  },
});

type Versions = { versions: FileVersion[]; more: boolean };

async function versionsAt(
  repositoryId: string,
  { commit, path }: Place,
  { q, sort, findsRenames, page, pageLength }: Asked,
): Promise<Result<Versions>> {
  const matches = queryToFilter(q, fields);
  if (!matches.ok) return matches;
  const compare = sortToCompare(sort, fields);
  if (!compare.ok) return compare;
  const offset = (page - 1) * pageLength;
  const isWhole = q === undefined && sort === undefined;
  const read = isWhole ? { offset, limit: pageLength } : { offset: 0, limit: mostLookedThrough };
  const list = await listFileVersions(repositoryId, commit, path, { findsRenames, ...read });
  if (list.versions.length === 0 && read.offset === 0) {
    return fail({ code: "not_found", what: "other", name: `Path “${path}”` });
  }
  if (isWhole) return ok(list);
  const all = list.versions.filter(matches.value).sort(compare.value);
  return ok({ versions: all.slice(offset, offset + pageLength), more: all.length > offset + pageLength });
}

type Asked = { q?: string; sort?: string; findsRenames: boolean; page: number; pageLength: number };

/** Only among so many, the newest, is there anything to be found or put in order: they have to be read for it. */
const mostLookedThrough = 1_000;

const fields: ItemFields<FileVersion> = {
  path: { type: "text", read: ({ path }) => path },
  size: { type: "number", read: ({ size }) => size },
  "commit.hash": { type: "text", read: ({ commit }) => commit.hash },
  "commit.date": { type: "moment", read: ({ commit }) => commit.committedAt },
  "commit.message": { type: "text", read: ({ commit }) => commit.message },
  "commit.author.raw": { type: "text", read: ({ commit }) => commit.author.raw },
};
