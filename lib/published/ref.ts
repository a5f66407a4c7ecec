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
  return ref.kind === "branch"
    ? presentBranch(ref, repository, authors, origin)
    : presentTag(ref, repository, authors, origin);
}

export function presentBranch(
  branch: Branch,
  repository: Repository,
  authors: ReadonlyMap<string, KnownAuthor>,
  origin: string,
): z.infer<typeof BranchObject> {
  const { self, html } = condensedRepository(repository, origin).links;
  const name = encodedPath(branch.name);
  return {
    type: "branch",
    name: branch.name,
    target: presentCommit(branch.target, repository, authors, origin),
    merge_strategies: [...MergeStrategy.options],
    default_merge_strategy: "merge_commit",
    links: {
      self: { href: `${self.href}/refs/branches/${name}` },
      commits: { href: `${self.href}/commits/${name}` },
      html: { href: `${html.href}/branch/${name}` },
    },
  };
}

function presentTag(
  { name: called, target, annotation }: Tag,
  repository: Repository,
  authors: ReadonlyMap<string, KnownAuthor>,
  origin: string,
): z.infer<typeof TagObject> {
  const { self, html } = condensedRepository(repository, origin).links;
  const name = encodedPath(called);
  return {
    type: "tag",
    name: called,
    target: presentCommit(target, repository, authors, origin),
    message: annotation?.message ?? null,
    date: annotation?.taggedAt ? timestamp(annotation.taggedAt) : null,
    tagger: annotation?.tagger ? presentAuthor(annotation.tagger, authors) : null,
    links: {
      self: { href: `${self.href}/refs/tags/${name}` },
      commits: { href: `${self.href}/commits/${name}` },
      html: { href: `${html.href}/commits/tag/${name}` },
    },
  };
}
