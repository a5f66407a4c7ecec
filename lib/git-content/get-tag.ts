import { z } from "zod";
import { fail, ok, type Result } from "../errors";
import { getTag as readTag, type Tag } from "../git/refs";
import { operation } from "../operation";
import { type Authored, withAuthors } from "./authored";
import { namedRepository, RepositoryInput } from "./repository-input";

export const getTag = operation({
  name: "repositories.getTag",
  scope: "repository",
  input: RepositoryInput.extend({ name: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<{ tag: Tag }>>> => {
    const tag = await readTag(found.id, input.name);
    if (!tag) return fail({ code: "not_found", what: "other", name: `Tag “${input.name}”` });
    const tagger = tag.annotation?.tagger;
    return ok(await withAuthors(found, [tag.target], { tag }, tagger ? [tagger.email] : []));
  },
});
