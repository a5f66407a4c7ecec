import type { Asked } from "../authorization/explain";
import type { ResourceKind } from "../authorization/scopes";
import { openReceivePack, openUploadPack } from "../git-access/open";
import { createCommit } from "../git-content/create-commit";
import { createBranch, createTag } from "../git-content/create-ref";
import { deleteBranch, deleteTag } from "../git-content/delete-ref";
import { getDiff, getMergeBase, getPatch, listDiffStats } from "../git-content/diff";
import { getBranch } from "../git-content/get-branch";
import { getCommit } from "../git-content/get-commit";
import { getTag } from "../git-content/get-tag";
import { listBranches } from "../git-content/list-branches";
import { listCommits } from "../git-content/list-commits";
import { listFileHistory } from "../git-content/list-file-history";
import { listRefs } from "../git-content/list-refs";
import { listTags } from "../git-content/list-tags";
import { readSource } from "../git-content/read-source";
import type { Operation } from "../operation";
import { getProject } from "../projects/get";
import { listProjects } from "../projects/list";
import { getRepository } from "../repositories/get";
import { listRepositories } from "../repositories/list";
import { getWorkspace } from "../workspaces/get";

/** Something that an access token can ask for, over REST or git. */
export type TokenOperation = {
  /** As it is published, and as the usage of a token names it; one operation may be published under several names. */
  names: readonly [string, ...string[]];
  /** What it is asked of; null where that doesn't matter. */
  on: ResourceKind | null;
  asked: Asked;
};

/** All there are, for explaining what a token may do. A test compares them with what the server answers to. */
export const tokenOperations: readonly TokenOperation[] = [
  on("repository", openUploadPack),
  on("repository", openReceivePack, { pushes: true }),
  on("repository", getRepository),
  on("repository", readSource, { alsoNamed: ["repositories.readSrcRoot"] }),
  on("repository", listCommits, {
    alsoNamed: ["repositories.listCommitsAt", "repositories.listCommitsAlt", "repositories.listCommitsAtAlt"],
  }),
  on("repository", getCommit),
  on("repository", listBranches),
  on("repository", getBranch),
  on("repository", listTags),
  on("repository", getTag),
  on("repository", listRefs),
  on("repository", getDiff),
  on("repository", listDiffStats),
  on("repository", getPatch),
  on("repository", getMergeBase),
  on("repository", listFileHistory),
  on("repository", createCommit, { pushes: true }),
  on("repository", createBranch, { pushes: true }),
  on("repository", deleteBranch, { pushes: true }),
  on("repository", createTag, { pushes: true }),
  on("repository", deleteTag, { pushes: true }),
  on("project", getProject),
  on("workspace", getWorkspace),
  on("workspace", listProjects),
  on("workspace", listRepositories),
  { names: ["access_tokens.get_own"], on: null, asked: { kind: "own" } },
  { names: ["access_tokens.end_own"], on: null, asked: { kind: "own" } },
  { names: ["user.get"], on: null, asked: { kind: "closed" } },
];

export function findTokenOperation(name: string): TokenOperation | null {
  return tokenOperations.find(({ names }) => names.includes(name)) ?? null;
}

function on<Input, Value>(
  kind: ResourceKind,
  { operation, scope, lists }: Operation<Input, Value>,
  { alsoNamed = [], pushes = false }: { alsoNamed?: string[]; pushes?: boolean } = {},
): TokenOperation {
  return { names: [operation, ...alsoNamed], on: kind, asked: { kind: "operation", scope, lists, pushes } };
}
