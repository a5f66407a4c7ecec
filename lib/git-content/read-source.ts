import { z } from "zod";
import { fail, ok, type Result } from "../errors";
import { type Commit, getCommit } from "../git/commits";
import { resolveCommit } from "../git/resolve";
import { findEntry, type NamedEntry, readTree, type TreeEntry, withSizes } from "../git/source";
import { operation } from "../operation";
import { PageInput } from "../page";
import { attributesOf } from "../published/tree-entry";
import { type ItemFields, queryNames, queryToFilter, sortNames, sortToCompare } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import { type Authored, withAuthors } from "./authored";
import { findPlace, type Place } from "./find-place";
import { unknownCommit } from "./list-commits";
import { namedRepository, RepositoryInput } from "./repository-input";

export type Source = { commit: Commit; entry: TreeEntry } & (
  | { kind: "file" }
  /** A page of what the folder holds. */
  | { kind: "directory"; entries: TreeEntry[]; more: boolean; total: number }
);

/**
 * A file or folder at a commit. `at` is the commit and the path in one, as addresses have them. Empty: the root of the
 * main branch.
 */
export const readSource = operation({
  name: "repositories.readSrc",
  scope: "repository",
  input: PageInput.extend({
    ...RepositoryInput.shape,
    ...QueryInput.shape,
    at: z.array(z.string()),
    depth: z.number().int().min(1).max(100).default(1),
  }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<Source>>> => {
    const place = await placeOf(found.id, input.at);
    const commit = place && (await getCommit(found.id, place.commit));
    if (!place || !commit) return fail(unknownCommit(input.at[0] ?? found.mainBranch));
    const entry = await findEntry(found.id, place.commit, place.path);
    if (!entry) return fail({ code: "not_found", what: "other", name: `Path “${place.path}”` });
    if (entry.kind !== "directory") return ok(await withAuthors(found, [commit], { kind: "file", commit, entry }));
    const asked = queryToFilter(input.q, fields);
    if (!asked.ok) return asked;
    const order = sortToCompare(input.sort, fields);
    if (!order.ok) return order;
    const named: ListedEntry[] = await readTree(found.id, entry, { depth: input.depth });
    const asksForSizes = queryNames(input.q, "size") || sortNames(input.sort, "size");
    const listed = asksForSizes ? await withSizes(found.id, named) : named;
    const all = listed.filter(asked.value).sort(order.value);
    const end = input.page * input.pageLength;
    return ok(
      await withAuthors(found, [commit], {
        kind: "directory",
        commit,
        entry,
        entries: await withSizes(found.id, all.slice(end - input.pageLength, end)),
        more: all.length > end,
        total: all.length,
      }),
    );
  },
});

/** git looks up the size of each file by itself: of all in a folder it is asked only where the query needs it. */
type ListedEntry = NamedEntry & { size?: number | null };

const fields: ItemFields<ListedEntry> = {
  path: { type: "text", read: ({ path }) => path },
  type: { type: "text", read: ({ kind }) => (kind === "directory" ? "commit_directory" : "commit_file") },
  size: { type: "number", read: ({ size }) => size },
  attributes: { type: "text", read: (entry) => attributesOf(entry)[0] ?? null },
};

async function placeOf(repositoryId: string, at: readonly string[]): Promise<Pick<Place, "commit" | "path"> | null> {
  if (at.length > 0) return findPlace(repositoryId, at.join("/"));
  const commit = await resolveCommit(repositoryId, "HEAD");
  return commit === null ? null : { commit, path: "" };
}
