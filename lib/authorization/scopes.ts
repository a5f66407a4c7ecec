/**
 * Every scope there is. The form, the schemas, the role limits, column parsing and the documentation derive from
 * this table. `implies` is spelled out in full; nothing is read off a name.
 *
 * Scopes with an empty `assignableTo` are held by people alone, through their roles: no token can manage people,
 * permissions, settings or tokens.
 */
export type ResourceKind = "workspace" | "project" | "repository";
type Role = "member" | "read" | "write" | "admin";

type ScopeDefinition = {
  group: string;
  level: string;
  /** What it allows, said in the form; by kind of resource where the words differ. */
  allows: string | Record<ResourceKind, string>;
  assignableTo: readonly ResourceKind[];
  implies: readonly string[];
  roles: readonly Role[];
  /** Admin and delete scopes, which the lists mark. */
  strong?: boolean;
};

const everyKind = ["repository", "project", "workspace"] as const;
const readers = ["read", "write", "admin"] as const;
const writers = ["write", "admin"] as const;
const admins = ["admin"] as const;

export const scopes = {
  repository: {
    group: "Repositories",
    level: "Read",
    allows: "Clone and fetch. Read files, commits, branches and tags.",
    assignableTo: everyKind,
    implies: [],
    roles: readers,
  },
  "repository:write": {
    group: "Repositories",
    level: "Write",
    allows: "Push. Create and delete branches and tags.",
    assignableTo: everyKind,
    implies: ["repository"],
    roles: writers,
  },
  "repository:admin": {
    group: "Repositories",
    level: "Admin",
    allows: "Change settings and branch restrictions. Can’t read the code.",
    assignableTo: everyKind,
    implies: [],
    roles: admins,
    strong: true,
  },
  "repository:delete": {
    group: "Repositories",
    level: "Delete",
    allows: {
      repository: "Delete this repository. Can’t read the code.",
      project: "Delete repositories. Can’t read the code.",
      workspace: "Delete repositories. Can’t read the code.",
    },
    assignableTo: everyKind,
    implies: [],
    roles: admins,
    strong: true,
  },
  pullrequest: {
    group: "Pull requests",
    level: "Read",
    allows: "Read pull requests, their diffs, comments and tasks.",
    assignableTo: everyKind,
    implies: ["repository"],
    roles: readers,
  },
  "pullrequest:write": {
    group: "Pull requests",
    level: "Write",
    allows: "Open, comment on, approve, merge and decline.",
    assignableTo: everyKind,
    implies: ["pullrequest", "repository:write", "repository"],
    roles: writers,
  },
  webhook: {
    group: "Webhooks",
    level: "Read and write",
    allows: "List, add, change and remove webhooks.",
    assignableTo: everyKind,
    implies: [],
    roles: admins,
  },
  pipeline: {
    group: "Pipelines",
    level: "Read",
    allows: "Read pipelines, their steps and results.",
    assignableTo: everyKind,
    implies: [],
    roles: readers,
  },
  "pipeline:write": {
    group: "Pipelines",
    level: "Write",
    allows: "Start, stop and rerun pipelines. Can’t read them.",
    assignableTo: everyKind,
    implies: [],
    roles: writers,
  },
  "pipeline:variable": {
    group: "Pipelines",
    level: "Edit variables",
    allows: "Add, change and remove variables. Can’t read pipelines.",
    assignableTo: everyKind,
    implies: [],
    roles: admins,
  },
  runner: {
    group: "Runners",
    level: "Read",
    allows: "List runners and their state.",
    assignableTo: everyKind,
    implies: [],
    roles: admins,
  },
  "runner:write": {
    group: "Runners",
    level: "Write",
    allows: "Register, change and remove runners. Can’t list them.",
    assignableTo: everyKind,
    implies: [],
    roles: admins,
  },
  project: {
    group: "Projects",
    level: "Read",
    allows: "Read projects. Includes reading their repositories.",
    assignableTo: ["project", "workspace"],
    implies: ["repository"],
    roles: readers,
  },
  "project:admin": {
    group: "Projects",
    level: "Admin",
    allows: "Create, change and delete projects. Can’t read the code.",
    assignableTo: ["workspace"],
    implies: [],
    roles: admins,
    strong: true,
  },
  account: {
    group: "Account",
    level: "Read",
    allows: "See who is in the workspace and what they may do.",
    assignableTo: ["workspace"],
    implies: [],
    roles: ["member", "admin"],
  },
  workspace: {
    group: "Workspace",
    level: "Read",
    allows: "See the workspace.",
    assignableTo: [],
    implies: [],
    roles: ["member", "admin"],
  },
  "user:self": {
    group: "People",
    level: "Own account",
    allows: "Change one’s own password.",
    assignableTo: [],
    implies: [],
    roles: [],
  },
  "user:create": {
    group: "People",
    level: "Create",
    allows: "Create accounts. For whoever runs the server.",
    assignableTo: [],
    implies: [],
    roles: [],
  },
  "workspace:create": {
    group: "Workspace",
    level: "Create",
    allows: "Create workspaces on this server.",
    assignableTo: [],
    implies: [],
    roles: [],
  },
  "workspace:admin": {
    group: "Workspace",
    level: "Admin",
    allows: "Change and delete the workspace.",
    assignableTo: [],
    implies: [],
    roles: admins,
    strong: true,
  },
  "workspace:plan": {
    group: "Workspace",
    level: "Plan",
    allows: "Change the plan of the workspace. For whoever runs the server.",
    assignableTo: [],
    implies: [],
    roles: [],
  },
  "membership:write": {
    group: "Members",
    level: "Write",
    allows: "Add, change and remove members.",
    assignableTo: [],
    implies: [],
    roles: admins,
  },
  "permission:write": {
    group: "Permissions",
    level: "Write",
    allows: "Give and take permissions on a project or repository.",
    assignableTo: [],
    implies: [],
    roles: admins,
  },
  audit_log: {
    group: "Audit log",
    level: "Read",
    allows: "Read and export the audit log.",
    assignableTo: [],
    implies: [],
    roles: admins,
  },
  access_token: {
    group: "Access tokens",
    level: "Read",
    allows: "List access tokens.",
    assignableTo: [],
    implies: [],
    roles: admins,
  },
  "access_token:write": {
    group: "Access tokens",
    level: "Write",
    allows: "Issue and revoke access tokens.",
    assignableTo: [],
    implies: ["access_token"],
    roles: admins,
  },
} as const satisfies Record<string, ScopeDefinition>;

export type Scope = keyof typeof scopes;

export const allScopes = Object.keys(scopes) as Scope[];

export function isScope(value: string): value is Scope {
  return Object.hasOwn(scopes, value);
}

export function scopeDefinition(scope: Scope): ScopeDefinition {
  return scopes[scope];
}

/** The scopes that a token of this kind may hold, in table order. */
export function assignableScopes(kind: ResourceKind): Scope[] {
  return allScopes.filter((scope) => scopeDefinition(scope).assignableTo.includes(kind));
}

/** The scopes that come with a role. */
export function roleScopes(role: Role): Scope[] {
  return allScopes.filter((scope) => scopeDefinition(scope).roles.includes(role));
}

/** Whether holding `held` is enough for `wanted`. An unknown held scope is enough for nothing. */
export function includes(held: string, wanted: Scope): boolean {
  if (!isScope(held)) return false;
  return held === wanted || scopeDefinition(held).implies.includes(wanted);
}

/** What a set of scopes amounts to: itself and all it implies, in table order. Unknown names fall away. */
export function effectiveScopes(held: readonly string[]): Scope[] {
  return allScopes.filter((wanted) => held.some((scope) => includes(scope, wanted)));
}
