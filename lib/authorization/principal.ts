import type { Workspace } from "../workspaces/find";
import type { ResourceKind, Scope } from "./scopes";

/**
 * What an operation acts on. A repository names its project, so that a project's token reaches it wherever it moves.
 * The instance is the server itself, above all workspaces.
 */
export type Resource =
  | { kind: "instance" }
  | { kind: "workspace"; workspaceId: string }
  | { kind: "project"; workspaceId: string; projectId: string }
  | { kind: "repository"; workspaceId: string; projectId: string; repositoryId: string };

/** What scopes are held on. Every resource is one; a repository needs no project to be named as one. */
export type Owner =
  | Exclude<Resource, { kind: "repository" }>
  | { kind: "repository"; workspaceId: string; repositoryId: string };

export type Access = { resource: Owner; scopes: readonly Scope[] };

export type UserPrincipal = {
  kind: "user";
  userId: string;
  name: string;
  email: string;
  access: readonly Access[];
};

/** What a token carries besides its scopes; null: no limit. */
export type TokenLimits = {
  addresses: readonly string[] | null;
  addressMode: "enforce" | "watch";
  refs: readonly string[] | null;
};

export type AccessTokenPrincipal = {
  kind: "access_token";
  accessTokenId: string;
  tokenKind: ResourceKind;
  workspaceId: string;
  /** As it was read with the token. */
  workspace?: Workspace;
  name: string;
  botId: string;
  /** The secret that was presented: a token that is being replaced has two. */
  secretId: string;
  limits: TokenLimits;
  /** Exactly one: the token's owner, with the scopes it was issued with. */
  access: readonly [Access];
};

/** Whoever runs the server, through its command line. */
type OperatorPrincipal = { kind: "operator"; access: readonly Access[] };

/**
 * A runner that has shown its token. Nothing that is decided is open to it: it reports on the runs that it holds, of its
 * repository or, without one, of its workspace.
 */
export type RunnerPrincipal = {
  kind: "runner";
  runnerId: string;
  name: string;
  workspaceId: string;
  repositoryId: string | null;
  access: readonly [];
};

/** Latchkey itself, at its chores. It may do nothing that is decided; what it does is written down as its doing. */
export type SystemPrincipal = { kind: "system"; access: readonly [] };

export type Principal = UserPrincipal | AccessTokenPrincipal | RunnerPrincipal | OperatorPrincipal | SystemPrincipal;

/** As much of a principal as decides what it may do. */
export type Holder = Pick<Principal, "kind" | "access">;

/** A principal with where the request came from, for the audit trail. */
export type Caller = {
  principal: Principal;
  /** The client's address; null for the command line. */
  address: string | null;
  requestId: string | null;
};

export type RunnerCaller = Caller & { principal: RunnerPrincipal };
