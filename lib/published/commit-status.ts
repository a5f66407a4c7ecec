import { z } from "zod";
import { type StatusIn, statusStates } from "../commit-statuses/status";
import { CondensedCommitObject, condensedCommit } from "./commit";
import { CondensedRepositoryObject, condensedRepository } from "./repository";
import { Link, Timestamp, timestamp, Uuid, uuidOf } from "./values";

export const CommitStatusObject = z
  .object({
    type: z.literal("build"),
    uuid: Uuid,
    key: z.string(),
    state: z.enum(statusStates),
    name: z.string(),
    description: z.string(),
    url: z.string(),
    refname: z.string().nullable(),
    repository: CondensedRepositoryObject,
    commit: CondensedCommitObject,
    created_on: Timestamp,
    updated_on: Timestamp,
    links: z.object({ self: Link, commit: Link }),
  })
  .meta({ id: "commitstatus" });

export function presentStatus({ status, repository }: StatusIn, origin: string): z.infer<typeof CommitStatusObject> {
  const commit = condensedCommit(status.commit, repository, origin);
  const self = `${commit.links.self.href}/statuses/build/${encodeURIComponent(status.key)}`;
  return {
    type: "build",
    uuid: uuidOf(status),
    key: status.key,
    state: status.state,
    name: status.name,
    description: status.description,
    url: status.url,
    refname: status.refname,
    repository: condensedRepository(repository, origin),
    commit,
    created_on: timestamp(status.createdAt),
    updated_on: timestamp(status.updatedAt),
    links: { self: { href: self }, commit: { href: commit.links.self.href } },
  };
}
