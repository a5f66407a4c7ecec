import { ok, type Result } from "../errors";
import { listTags as readTags, type Tag } from "../git/refs";
import { operation } from "../operation";
import type { Page } from "../page";
import { type Authored, withAuthors } from "./authored";
import { ListRefsInput, toListRefs } from "./refs-input";
import { namedRepository } from "./repository-input";

export const listTags = operation({
  name: "repositories.listTags",
  scope: "repository",
  input: ListRefsInput,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<Page<Tag>>>> => {
    const { items, total } = await readTags(found.id, toListRefs(input));
    const page = { items, total, page: input.page, pageLength: input.pageLength };
    return ok(
      await withAuthors(
        found,
        items.map(({ target }) => target),
        page,
        items.flatMap(({ annotation }) => annotation?.tagger?.email ?? []),
      ),
    );
  },
});
