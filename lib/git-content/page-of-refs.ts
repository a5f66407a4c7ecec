import { z } from "zod";
import { ok, type Result } from "../errors";
import type { Branch, ListRefs, Tag } from "../git/refs";
import { type Page, PageInput } from "../page";
import type { Repository } from "../repositories/find";
import { type Authored, withAuthors } from "./authored";
import { RepositoryInput } from "./repository-input";

export const ListRefsInput = PageInput.extend({
  ...RepositoryInput.shape,
  sort: z.enum(["name", "-name", "target.date", "-target.date"]).default("name"),
});

/** The page that is asked for, of what `read` lists. */
export async function pageOfRefs<Ref extends Branch | Tag>(
  found: Repository,
  { sort, page, pageLength }: z.output<typeof ListRefsInput>,
  read: (repositoryId: string, list: ListRefs) => Promise<{ items: Ref[]; total: number }>,
): Promise<Result<Authored<Page<Ref>>>> {
  const { items, total } = await read(found.id, { sort, offset: (page - 1) * pageLength, limit: pageLength });
  return ok(
    await withAuthors(
      found,
      items.map(({ target }) => target),
      { items, total, page, pageLength },
      items.flatMap((ref) => (ref.kind === "tag" ? (ref.annotation?.tagger?.email ?? []) : [])),
    ),
  );
}
