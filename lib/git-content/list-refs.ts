import { ok, type Result } from "../errors";
import { type Branch, listBranchesAndTags, type Tag } from "../git/refs";
import { operation } from "../operation";
import type { Page } from "../page";
import { type Authored, withAuthors } from "./authored";
import { ListRefsInput, toListRefs } from "./refs-input";
import { namedRepository } from "./repository-input";

export const listRefs = operation({
  name: "repositories.listRefs",
  scope: "repository",
  input: ListRefsInput,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<Page<Branch | Tag>>>> => {
    const { items, total } = await listBranchesAndTags(found.id, toListRefs(input));
    const page = { items, total, page: input.page, pageLength: input.pageLength };
    return ok(
      await withAuthors(
        found,
        items.map(({ target }) => target),
        page,
        items.flatMap((ref) => (ref.kind === "tag" ? (ref.annotation?.tagger?.email ?? []) : [])),
      ),
    );
  },
});
