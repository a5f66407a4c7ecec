import { z } from "zod";
import type { KnownAuthor } from "../access-tokens/authors";
import type { CommitApproval } from "../commit-comments/approvals";
import type { Commit } from "../git/commits";
import type { NamedRepository, Repository } from "../repositories/find";
import { AuthorObject, presentAuthor } from "./account";
import { ParticipantObject, presentParticipant } from "./participant";
import { CondensedRepositoryObject, condensedRepository } from "./repository";
import { Link, preformatted, Rendered, Timestamp, timestamp } from "./values";

export const CondensedCommitObject = z.object({
  type: z.literal("commit"),
  hash: z.string(),
  links: z.object({ self: Link, html: Link }),
});

export const CommitObject = z
  .object({
    ...CondensedCommitObject.shape,
    date: Timestamp,
    author: AuthorObject,
    committer: AuthorObject,
    message: z.string(),
    summary: Rendered,
    parents: z.array(CondensedCommitObject),
    repository: CondensedRepositoryObject,
    participants: z.array(ParticipantObject).optional().describe("Absent from lists"),
    links: z.object({
      ...CondensedCommitObject.shape.links.shape,
      diff: Link,
      patch: Link,
      comments: Link,
      statuses: Link,
      approve: Link,
    }),
  })
  .meta({ id: "commit" });

export function presentCommit(
  commit: Commit,
  repository: Repository,
  authors: ReadonlyMap<string, KnownAuthor>,
  origin: string,
): z.infer<typeof CommitObject> {
  const condensed = condensedCommit(commit.hash, repository, origin);
  const api = condensedRepository(repository, origin).links.self.href;
  return {
    ...condensed,
    date: timestamp(commit.committedAt),
    author: presentAuthor(commit.author, authors),
    committer: presentAuthor(commit.committer, authors),
    message: commit.message,
    summary: preformatted(commit.message),
    parents: commit.parents.map((hash) => condensedCommit(hash, repository, origin)),
    repository: condensedRepository(repository, origin),
    links: {
      ...condensed.links,
      diff: { href: `${api}/diff/${commit.hash}` },
      patch: { href: `${api}/patch/${commit.hash}` },
      comments: { href: `${api}/commit/${commit.hash}/comments` },
      statuses: { href: `${api}/commit/${commit.hash}/statuses` },
      approve: { href: `${api}/commit/${commit.hash}/approve` },
    },
  };
}

/** The commit with who approved it. */
export function presentApprovedCommit(
  commit: Commit,
  approvals: readonly CommitApproval[],
  ...rest: [Repository, ReadonlyMap<string, KnownAuthor>, string]
): z.infer<typeof CommitObject> {
  const participants = approvals.map(({ known, approvedAt }) =>
    presentParticipant({ known, role: "PARTICIPANT", state: "approved", participatedAt: approvedAt }),
  );
  return { ...presentCommit(commit, ...rest), participants };
}

/** As other objects name it. */
export function condensedCommit(
  hash: string,
  repository: NamedRepository,
  origin: string,
): z.infer<typeof CondensedCommitObject> {
  const { self, html } = condensedRepository(repository, origin).links;
  return {
    type: "commit",
    hash,
    links: { self: { href: `${self.href}/commit/${hash}` }, html: { href: `${html.href}/commits/${hash}` } },
  };
}
