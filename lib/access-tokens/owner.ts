import type { Owner } from "../authorization/principal";
import type { ResourceKind } from "../authorization/scopes";

/** The resource that a row of a token names. */
export function ownerOf(
  kind: ResourceKind,
  workspaceId: string,
  projectId: string | null,
  repositoryId: string | null,
): Owner {
  if (kind === "repository" && repositoryId !== null) return { kind, workspaceId, repositoryId };
  if (kind === "project" && projectId !== null) return { kind, workspaceId, projectId };
  if (kind === "workspace") return { kind, workspaceId };
  // A CHECK on the table rules this out; a row that slipped past it must open nothing.
  throw new Error("A live secret names no owner.");
}
