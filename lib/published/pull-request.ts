import { z } from "zod";
import type { KnownAuthor } from "../access-tokens/authors";
import type { Involved, PullRequest } from "../pull-requests/pull-request";
import type { NamedRepository, Repository } from "../repositories/find";
import { AccountObject, presentActor } from "./account";
import { condensedCommit } from "./commit";
import { ParticipantObject, presentParticipant } from "./participant";
import { MergeStrategy } from "./ref";
import { CondensedRepositoryObject, condensedRepository } from "./repository";
import { Link, preformatted, Rendered, Timestamp, timestamp } from "./values";

export const CondensedPullRequestObject = z.object({
  type: z.literal("pullrequest"),
  id: z.int(),
  title: z.string(),
  draft: z.boolean(),
  queued: z.boolean(),
  links: z.object({ self: Link, html: Link }),
});

const EndpointObject = z.object({
  repository: CondensedRepositoryObject,
  branch: z.object({
    name: z.string(),
    links: z.object({}),
    merge_strategies: z.array(MergeStrategy).optional(),
    default_merge_strategy: MergeStrategy.optional(),
    sync_strategies: z.array(z.string()).optional(),
  }),
  commit: z.object({
    type: z.literal("commit"),
    hash: z.string().describe("Its first 12 digits"),
    links: z.object({ self: Link, html: Link }),
  }),
});

const linkNames = [
  "commits",
  "approve",
  "request-changes",
  "diff",
  "diffstat",
  "patch",
  "comments",
  "activity",
  "merge",
  "decline",
  "statuses",
] as const;

export const PullRequestObject = z
  .object({
    ...CondensedPullRequestObject.shape,
    state: z.enum(["OPEN", "MERGED", "DECLINED"]),
    description: z.string(),
    summary: Rendered,
    rendered: z.object({ title: Rendered, description: Rendered, reason: Rendered }).optional(),
    author: AccountObject.nullable(),
    source: EndpointObject.extend({
      repository: CondensedRepositoryObject.nullable().describe("null: it was deleted, or is out of reach"),
    }),
    destination: EndpointObject,
    merge_commit: z.object({ type: z.literal("commit"), hash: z.string() }).nullable(),
    comment_count: z.int(),
    task_count: z.int(),
    close_source_branch: z.boolean(),
    closed_by: AccountObject.nullable(),
    reason: z.string(),
    created_on: Timestamp,
    updated_on: Timestamp,
    reviewers: z.array(AccountObject).optional(),
    participants: z.array(ParticipantObject).optional(),
    links: z.record(z.enum(["self", "html", ...linkNames]), Link),
  })
  .meta({ id: "pullrequest" });

/** What a list leaves out of its items, unless it is asked for. */
export const leftOutOfLists = ["values.reviewers", "values.participants", "values.rendered"];

export function presentPullRequest(
  pullRequest: PullRequest,
  involved: Pick<Involved<unknown>, "repository" | "people" | "sources" | "participants" | "counts">,
  origin: string,
): z.infer<typeof PullRequestObject> {
  const { repository, people } = involved;
  const source = sourceAmong(involved, pullRequest);
  const condensed = condensedPullRequest(pullRequest, repository, origin);
  const self = condensed.links.self.href;
  const participants = involved.participants.get(pullRequest.id) ?? [];
  const counts = involved.counts.get(pullRequest.id);
  const person = (id: string | null): KnownAuthor | undefined => (id === null ? undefined : people.get(id));
  return {
    ...condensed,
    state: pullRequest.state,
    description: pullRequest.description,
    summary: preformatted(pullRequest.description),
    rendered: {
      title: preformatted(pullRequest.title),
      description: preformatted(pullRequest.description),
      reason: preformatted(pullRequest.reason),
    },
    author: presentActor(person(pullRequest.authorId)),
    source: {
      // The destination has its commit, whoever may see where it comes from.
      ...endpoint(source ?? repository, pullRequest.sourceBranch, pullRequest.sourceCommit, origin),
      repository: source && condensedRepository(source, origin),
    },
    destination: endpoint(repository, pullRequest.destinationBranch, pullRequest.destinationCommit, origin),
    merge_commit: pullRequest.mergeCommit === null ? null : { type: "commit", hash: short(pullRequest.mergeCommit) },
    comment_count: counts?.comments ?? 0,
    task_count: counts?.tasks ?? 0,
    close_source_branch: pullRequest.closeSourceBranch,
    closed_by: presentActor(person(pullRequest.closedById)),
    reason: pullRequest.reason,
    created_on: timestamp(pullRequest.createdAt),
    updated_on: timestamp(pullRequest.updatedAt),
    reviewers: participants
      .filter(({ role }) => role === "REVIEWER")
      .flatMap(({ actorId }) => presentActor(people.get(actorId)) ?? []),
    participants: participants.map(({ actorId, ...participant }) =>
      presentParticipant({ ...participant, known: people.get(actorId) }),
    ),
    links: {
      ...condensed.links,
      ...(Object.fromEntries(linkNames.map((name) => [name, { href: `${self}/${name}` }])) as Record<
        (typeof linkNames)[number],
        { href: string }
      >),
      ...comparisons(pullRequest, repository, origin),
    },
  };
}

/** Where it comes from, as far as the reader sees that. */
function sourceAmong(
  { repository, sources }: Pick<Involved<unknown>, "repository" | "sources">,
  { sourceRepositoryId }: PullRequest,
): NamedRepository | null {
  if (sourceRepositoryId === repository.id) return repository;
  return (sourceRepositoryId !== null && sources.get(sourceRepositoryId)) || null;
}

/** As other objects name it. */
export function condensedPullRequest(
  pullRequest: PullRequest,
  repository: Repository,
  origin: string,
): z.infer<typeof CondensedPullRequestObject> {
  const { self, html } = condensedRepository(repository, origin).links;
  const { number, title, draft } = pullRequest;
  return {
    type: "pullrequest",
    id: number,
    title,
    draft,
    queued: false,
    links: {
      self: { href: `${self.href}/pullrequests/${number}` },
      html: { href: `${html.href}/pull-requests/${number}` },
    },
  };
}

/** Where its difference is found, as a path without an origin: two commits, parted by a carriage return. */
export function comparisonPath(
  kind: "diff" | "diffstat" | "patch",
  pullRequest: PullRequest,
  repository: Repository,
): string {
  const { sourceCommit, destinationCommit, number } = pullRequest;
  const place = `${repository.workspace.slug}/${repository.slug}`;
  const query = kind === "patch" ? "" : `?from_pullrequest_id=${number}&topic=true`;
  return `/2.0/repositories/${place}/${kind}/${place}:${short(sourceCommit)}%0D${short(destinationCommit)}${query}`;
}

function comparisons(pullRequest: PullRequest, repository: Repository, origin: string) {
  return {
    diff: { href: origin + comparisonPath("diff", pullRequest, repository) },
    diffstat: { href: origin + comparisonPath("diffstat", pullRequest, repository) },
  };
}

function endpoint(
  repository: NamedRepository,
  branch: string,
  commit: string,
  origin: string,
): z.infer<typeof EndpointObject> {
  return {
    repository: condensedRepository(repository, origin),
    branch: { name: branch, links: {} },
    commit: { ...condensedCommit(short(commit), repository, origin) },
  };
}

function short(hash: string): string {
  return hash.slice(0, 12);
}
