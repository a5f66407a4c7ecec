import { z } from "zod";
import type { KnownAuthor } from "../access-tokens/authors";
import type { Branch, Tag } from "../git/refs";
import type { Repository } from "../repositories/find";
import { AuthorObject, presentAuthor } from "./account";
import { CommitObject, presentCommit } from "./commit";
import { condensedRepository } from "./repository";
import { encodedPath, Link, Timestamp, timestamp } from "./values";

const common = {
  name: z.string(),
  target: CommitObject,
  links: z.object({ self: Link, commits: Link, html: Link }),
};

export const MergeStrategy = z.enum(["merge_commit", "squash", "fast_forward"]);

export const BranchObject = z
  .object({
    type: z.literal("branch"),
    merge_strategies: z.array(MergeStrategy),
    default_merge_strategy: MergeStrategy,
    ...common,
  })
  .meta({ id: "branch" });

export const TagObject = z
  .object({
    type: z.literal("tag"),
    message: z.string().nullable(),
    date: Timestamp.nullable(),
    tagger: AuthorObject.nullable(),
    ...common,
  })
  .meta({ id: "tag" });

export const RefObject = z.union([BranchObject, TagObject]);

export function presentRef(
  ref: Branch | Tag,
  repository: Repository,
  authors: ReadonlyMap<string, KnownAuthor>,
  origin: string,
): z.infer<typeof RefObject> {
  const { self, html } = condensedRepository(repository, origin).links;
  const name = encodedPath(ref.name);
  const target = presentCommit(ref.target, repository, authors, origin);
  const commits = { href: `${self.href}/commits/${name}` };
  switch (ref.kind) {
    case "branch":
      return {
        type: "branch",
        name: ref.name,
        target,
        merge_strategies: [...MergeStrategy.options],
        default_merge_strategy: "merge_commit",
        links: {
          self: { href: `${self.href}/refs/branches/${name}` },
          commits,
          html: { href: `${html.href}/branch/${name}` },
        },
      };
    case "tag":
      return {
        type: "tag",
        name: ref.name,
        target,
        message: ref.annotation?.message ?? null,
        date: ref.annotation?.taggedAt ? timestamp(ref.annotation.taggedAt) : null,
        tagger: ref.annotation?.tagger ? presentAuthor(ref.annotation.tagger, authors) : null,
        links: {
          self: { href: `${self.href}/refs/tags/${name}` },
          commits,
          html: { href: `${html.href}/commits/tag/${name}` },
        },
      };
  }
}
