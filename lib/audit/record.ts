import type { Executor } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import type { Caller, Owner, Principal, Resource } from "../authorization/principal";
import { newId } from "../ids";

import type { AuditAction } from "./actions";

/** Names, counts and choices. Never a secret, a digest or a password. */
type Details = Record<string, string | number | boolean | null | readonly string[]>;

export type AuditEvent = { action: AuditAction; resource: Owner | Resource; details?: Details };

/**
 * Writes audit rows. Call it in the transaction of what they tell of, as its last step: the rows of a workspace are a
 * chain, and its end stays locked from here on.
 */
export async function recordAudit(tx: Executor, caller: Caller, ...events: AuditEvent[]): Promise<void> {
  const { principal } = caller;
  const at = new Date();
  // PostgreSQL takes 65,535 values in one statement.
  for (let from = 0; from < events.length; from += 1_000) {
    await tx.insert(auditEvents).values(
      events.slice(from, from + 1_000).map(({ action, resource, details = {} }) => ({
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
}

function actorId(principal: Principal): string | null {
  switch (principal.kind) {
    case "user":
      return principal.userId;
    case "access_token":
      return principal.accessTokenId;
    case "runner":
      return principal.runnerId;
    case "operator":
    case "system":
      return null;
  }
}

function resourceId(resource: Owner | Resource): string | null {
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
