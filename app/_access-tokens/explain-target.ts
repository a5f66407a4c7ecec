import type { ResourceKind } from "@/lib/authorization/scopes";
import type { ResourceName } from "@/lib/resource-name";

/** What somebody named in a field: `acme`, `acme/PLAT` or `acme/api`; without a workspace, in this one. Null: nothing that could be. */
export function parseTarget(text: string, kind: ResourceKind, ownWorkspace: string): ResourceName | null {
  const parts = text
    .trim()
    .split("/")
    .map((part) => part.trim());
  if (parts.some((part) => part === "")) return null;
  if (kind === "workspace") return parts.length === 1 && parts[0] ? { kind, workspace: parts[0] } : null;
  const [workspace, name] = parts.length === 1 ? [ownWorkspace, parts[0]] : parts;
  if (parts.length > 2 || !workspace || !name) return null;
  return kind === "project" ? { kind, workspace, project: name } : { kind, workspace, repository: name };
}
