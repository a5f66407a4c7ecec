import type { z } from "zod";
import { ok, type Result } from "../errors";
import type { Branch, ListRefs, RefSummary, Tag } from "../git/refs";
import { type Page, PageInput } from "../page";
import { type ItemFields, queryToFilter, sortToCompare } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import type { Repository } from "../repositories/find";
import { type Authored, withAuthors } from "./authored";
import { RepositoryInput } from "./repository-input";

export const ListRefsInput = PageInput.extend({
  ...RepositoryInput.shape,
  ...QueryInput.shape,
});

/** The page that is asked for, of what `read` lists. */
export async function pageOfRefs<Ref extends Branch | Tag>(
  found: Repository,
  { sort, page, pageLength, q }: z.output<typeof ListRefsInput>,
  read: (repositoryId: string, list: ListRefs) => Promise<{ items: Ref[]; total: number }>,
): Promise<Result<Authored<Page<Ref>>>> {
  const matches = queryToFilter(q, fields);
  if (!matches.ok) return matches;
  const compare = sortToCompare(sort, fields);
  if (!compare.ok) return compare;
  const { items, total } = await read(found.id, {
    matches: matches.value,
    compare: compare.value,
    offset: (page - 1) * pageLength,
    limit: pageLength,
  });
  return ok(
    await withAuthors(
      found,
      items.map(({ target }) => target),
      { items, total, page, pageLength },
      items.flatMap((ref) => (ref.kind === "tag" ? (ref.annotation?.tagger?.email ?? []) : [])),
    ),
  );
}

const fields: ItemFields<RefSummary> = {
  name: { type: "text", read: ({ name }) => name },
  type: { type: "text", read: ({ kind }) => kind },
  "target.hash": { type: "text", read: ({ commit }) => commit },
  "target.date": { type: "moment", read: ({ committedAt }) => committedAt },
};
