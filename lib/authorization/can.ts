import type { Access, Holder, Owner, Resource } from "./principal";
import { allScopes, includes, type Scope } from "./scopes";

/**
 * What an operation demands: one scope, or `anyScope`, where the published API asks for none and any access that
 * reaches the resource will do.
 */
export const anyScope = "any";
export type RequiredScope = Scope | typeof anyScope;

/** The one decision: whether the principal holds the scope on the resource. Pure: no database, no request, no clock. */
export function can(principal: Holder, required: RequiredScope, resource: Resource): boolean {
  if (required === anyScope) return sees(principal, resource);
  return principal.access.some((access) => covers(access.resource, resource) && holds(access, required));
}

/**
 * Whether the resource exists for the principal. A token sees all beneath its owner. A person sees what they may
 * read: being a member of a workspace doesn't reveal the repositories in it.
 */
export function sees(principal: Holder, resource: Resource): boolean {
  return principal.access.some(
    (access) =>
      covers(access.resource, resource) &&
      (principal.kind === "access_token" ? access.scopes.length > 0 : holds(access, readScope[resource.kind])),
  );
}

/** Whether something exists for a reader: a principal, or a webhook, which sees what its owner contains. */
export type Visible = (resource: Resource) => boolean;

export function visibleTo(principal: Holder): Visible {
  return (resource) => sees(principal, resource);
}

/**
 * The parts of a workspace on which the principal holds the scope: the workspace itself, or projects and
 * repositories in it. Lists show what lies in these parts and nothing else; empty means nothing at all.
 */
export function reach(principal: Holder, scope: Scope, workspace: Resource & { kind: "workspace" }): Owner[] {
  const held = principal.access.filter((access) => holds(access, scope));
  if (held.some((access) => covers(access.resource, workspace))) return [workspace];
  return held.map((access) => access.resource).filter((owner) => isInside(owner, workspace));
}

/** Whether any access of the principal lies in the workspace: then its lists exist, though they may be short. */
export function entersWorkspace(principal: Holder, workspace: Resource & { kind: "workspace" }): boolean {
  return (
    sees(principal, workspace) ||
    principal.access.some((access) => access.scopes.length > 0 && isInside(access.resource, workspace))
  );
}

/** Every scope that the principal holds on the resource, in table order. */
export function scopesOn(principal: Holder, resource: Resource): Scope[] {
  return allScopes.filter((scope) => can(principal, scope, resource));
}

/** Containment: instance ⊇ workspace ⊇ project ⊇ repository. */
export function covers(owner: Owner, resource: Resource): boolean {
  switch (owner.kind) {
    case "instance":
      return true;
    case "workspace":
      return resource.kind !== "instance" && owner.workspaceId === resource.workspaceId;
    case "project":
      return (
        (resource.kind === "project" || resource.kind === "repository") &&
        owner.workspaceId === resource.workspaceId &&
        owner.projectId === resource.projectId
      );
    case "repository":
      return (
        resource.kind === "repository" &&
        owner.workspaceId === resource.workspaceId &&
        owner.repositoryId === resource.repositoryId
      );
  }
}

const readScope = {
  instance: "user:self",
  workspace: "workspace",
  project: "project",
  repository: "repository",
} as const satisfies Record<Resource["kind"], Scope>;

function isInside(owner: Owner, workspace: Resource & { kind: "workspace" }): boolean {
  return owner.kind !== "instance" && owner.workspaceId === workspace.workspaceId;
}

function holds(access: Access, wanted: Scope): boolean {
  return access.scopes.some((held) => includes(held, wanted));
}
