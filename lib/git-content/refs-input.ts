import { z } from "zod";
import type { ListRefs } from "../git/refs";
import { PageInput } from "../page";
import { RepositoryInput } from "./repository-input";

export const ListRefsInput = PageInput.extend({
  ...RepositoryInput.shape,
  sort: z.enum(["name", "-name", "target.date", "-target.date"]).default("name"),
});

export function toListRefs({ sort, page, pageLength }: z.output<typeof ListRefsInput>): ListRefs {
  return { sort, offset: (page - 1) * pageLength, limit: pageLength };
}
