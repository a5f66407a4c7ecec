import { effectiveScopes, type ResourceKind, type Scope, scopeDefinition } from "@/lib/authorization/scopes";

/** What a token will be able to do. `name` follows the text, in bold. */
type Ability = { text: string; name?: string };

/** One sentence for each thing that the chosen scopes, and what they include, allow. Empty where none is chosen. */
export function abilities(kind: ResourceKind, label: string, chosen: readonly string[]): Ability[] {
  const effective = effectiveScopes(chosen);
  return effective.flatMap((scope) => {
    if (scope === "repository") return [fetching(kind, label, effective.includes("repository:write"))];
    const group = effective.filter((other) => scopeDefinition(other).group === scopeDefinition(scope).group);
    // "Open, comment on …" says that reading is in it.
    if (group.some((other) => scopeDefinition(other).implies.includes(scope)) && scope === "pullrequest") return [];
    const text = sentence(scope, kind);
    return text ? [{ text }] : [];
  });
}

export function neverAbilities(kind: ResourceKind): string[] {
  return [`reach another ${kind}`, "sign in to this site", "manage people or access tokens"];
}

/** Where it may come from and where it may push, for those limits that it has. */
export function limitSentences(limits: {
  addresses: readonly string[] | null;
  addressMode: "enforce" | "watch";
  refs: readonly string[] | null;
}): string[] {
  const from = limits.addresses?.join(", ");
  return [
    ...(from && limits.addressMode === "enforce" ? [`from ${from} alone`] : []),
    ...(from && limits.addressMode === "watch" ? [`from anywhere; what doesn’t come from ${from} is recorded`] : []),
    ...(limits.refs ? [`for pushes to ${limits.refs.join(", ")} alone`] : []),
  ];
}

function fetching(kind: ResourceKind, label: string, pushing: boolean): Ability {
  const verbs = pushing ? "clone, fetch and push " : "clone and fetch ";
  return { text: kind === "repository" ? verbs : `${verbs}the repositories of `, name: label };
}

function sentence(scope: Scope, kind: ResourceKind): string | null {
  const its = kind === "repository" ? "its" : "their";
  switch (scope) {
    case "repository:write":
      return `create and delete ${its} branches and tags`;
    case "repository:admin":
      return kind === "repository"
        ? "change its settings and branch restrictions"
        : "change the settings and branch restrictions of repositories";
    case "repository:delete":
      return kind === "repository" ? "delete the repository" : "delete repositories";
    case "pullrequest":
      return `read ${its} pull requests`;
    case "pullrequest:write":
      return `open, comment on, approve, merge and decline ${its} pull requests`;
    case "webhook":
      return `list, add, change and remove ${its} webhooks`;
    case "pipeline":
      return `read ${its} pipelines, their steps and results`;
    case "pipeline:write":
      return `start, stop and rerun ${its} pipelines`;
    case "pipeline:variable":
      return `add, change and remove ${its} pipeline variables`;
    case "runner":
      return `list ${its} runners`;
    case "runner:write":
      return `register, change and remove ${its} runners`;
    case "project":
      return kind === "project" ? "read the project and its repositories" : "read the projects and their repositories";
    case "project:admin":
      return "create, change and delete projects";
    case "account":
      return "see the members of the workspace";
    default:
      return null;
  }
}
