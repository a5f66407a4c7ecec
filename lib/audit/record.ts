import type { Executor } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import type { Caller, Principal, Resource } from "../authorization/principal";
import { newId } from "../ids";

type AuditAction =
  | "access_token.issued"
  | "access_token.revoked"
  | "access_token.ended_with_resource"
  | "workspace.created"
  | "workspace.updated"
  | "workspace.plan_changed"
  | "workspace.deleted"
  | "project.created"
  | "project.updated"
  | "project.deleted"
  | "repository.created"
  | "repository.updated"
  | "repository.moved"
  | "repository.deleted"
  | "membership.added"
  | "membership.changed"
  | "membership.removed"
  | "invitation.created"
  | "invitation.withdrawn"
  | "permission.given"
  | "permission.taken"
  | "user.created"
  | "user.password_changed"
  | "user.signed_in";

/** Names, counts and choices. Never a secret, a digest or a password. */
type Details = Record<string, string | number | boolean | null | readonly string[]>;

type AuditEvent = { action: AuditAction; resource: Resource; details?: Details };

/** Writes audit rows. Call it in the transaction of what they tell of. */
export async function recordAudit(tx: Executor, caller: Caller, ...events: AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const { principal } = caller;
  const at = new Date();
  await tx.insert(auditEvents).values(
    events.map(({ action, resource, details = {} }) => ({
      id: newId(),
      at,
      workspaceId: resource.kind === "instance" ? null : resource.workspaceId,
      actorKind: principal.kind,
      actorId: actorId(principal),
      action,
      resourceKind: resource.kind,
      resourceId: resourceId(resource),
      address: caller.address,
      requestId: caller.requestId,
      details,
    })),
  );
}

function actorId(principal: Principal): string | null {
  switch (principal.kind) {
    case "user":
      return principal.userId;
    case "access_token":
      return principal.accessTokenId;
    case "operator":
      return null;
  }
}

function resourceId(resource: Resource): string | null {
  switch (resource.kind) {
    case "instance":
      return null;
    case "workspace":
      return resource.workspaceId;
    case "project":
      return resource.projectId;
    case "repository":
      return resource.repositoryId;
  }
}
