// The rules of who may do what, said a second time and by hand for the boundary matrix. Nothing here comes from lib/, so
// that a mistake there isn't a mistake here.

export type TokenKind = "repository" | "project" | "workspace";

/** What each scope lets through, itself included. */
const enoughFor: Readonly<Record<string, readonly string[]>> = {
  repository: ["repository"],
  "repository:write": ["repository:write", "repository"],
  "repository:admin": ["repository:admin"],
  "repository:delete": ["repository:delete"],
  pullrequest: ["pullrequest", "repository"],
  "pullrequest:write": ["pullrequest:write", "pullrequest", "repository:write", "repository"],
  webhook: ["webhook"],
  pipeline: ["pipeline"],
  "pipeline:write": ["pipeline:write"],
  "pipeline:variable": ["pipeline:variable"],
  runner: ["runner"],
  "runner:write": ["runner:write"],
  project: ["project", "repository"],
  "project:admin": ["project:admin"],
  account: ["account"],
};

const forRepositories = [
  "repository",
  "repository:write",
  "repository:admin",
  "repository:delete",
  "pullrequest",
  "pullrequest:write",
  "webhook",
  "pipeline",
  "pipeline:write",
  "pipeline:variable",
  "runner",
  "runner:write",
];
const forProjects = [...forRepositories, "project"];
const forWorkspaces = [...forProjects, "project:admin", "account"];

/** The scopes that a token of the kind may be issued with. */
export const assignable: Readonly<Record<TokenKind, readonly string[]>> = {
  repository: forRepositories,
  project: forProjects,
  workspace: forWorkspaces,
};

/**
 * What a token that belongs to the own repository, project or workspace reaches. The own project holds the own and the
 * sibling repository; the own workspace holds everything but the other workspace and what is in it.
 */
const reaches: Readonly<Record<TokenKind, readonly string[]>> = {
  repository: ["own repository"],
  project: ["own project", "own repository", "sibling repository"],
  workspace: [
    "own workspace",
    "own project",
    "other project",
    "empty project",
    "own repository",
    "sibling repository",
    "repository of the other project",
  ],
};

/** What git's services demand. REST operations demand what is published for them. */
export const demandedByService = {
  "git-upload-pack": "repository",
  "git-receive-pack": "repository:write",
} as const;

/** What an archive demands, which is no service of git and not on REST. */
export const demandedByArchive = "repository";

/** Where ours demands another scope than the published table, with the reason in docs/decisions. */
export const demandsInstead: Readonly<Record<string, string>> = {
  createPipelineForRepository: "pipeline:write",
  createEnvironment: "pipeline:variable",
  updateEnvironmentForRepository: "pipeline:variable",
  deleteEnvironmentForRepository: "pipeline:variable",
};

/** Lists over the own workspace: they exist for each token that lives in it, and show what it reaches. */
export const partialLists: Readonly<Record<string, Readonly<Record<TokenKind, readonly string[]>>>> = {
  "repositories.list": {
    repository: ["own repository"],
    project: ["own repository", "sibling repository"],
    workspace: ["own repository", "sibling repository", "repository of the other project"],
  },
  "workspaces.getProjects": {
    repository: [],
    project: ["own project"],
    workspace: ["own project", "other project", "empty project"],
  },
};

export type Verdict =
  /** `items`: what exactly a list shows. */
  | { kind: "allowed"; items?: readonly string[] }
  | { kind: "refused"; granted: readonly string[]; required: string }
  /** As what doesn't exist. */
  | { kind: "hidden" };

/** `demanded`: a scope, or null where any will do. `target`: a label as in `reaches`, or of what no token reaches. */
export function verdict(
  token: { kind: TokenKind; scopes: readonly string[] },
  operation: string,
  demanded: string | null,
  target: string,
): Verdict {
  const fits = demanded === null || token.scopes.some((scope) => enoughFor[scope]?.includes(demanded));
  const listed = partialLists[operation];
  const exists = listed ? target === "own workspace" : reaches[token.kind].includes(target);
  // A token whose scopes all mean nothing is no token of anything.
  if (!exists || !token.scopes.some((scope) => scope in enoughFor)) return { kind: "hidden" };
  if (!fits) return { kind: "refused", granted: token.scopes, required: demanded };
  return listed ? { kind: "allowed", items: listed[token.kind] } : { kind: "allowed" };
}
