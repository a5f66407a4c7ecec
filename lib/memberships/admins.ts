import { and, count, eq, ne } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { memberships } from "@/db/schema/memberships";

/** Whether the workspace has an admin besides this person. Ask with the workspace locked for update. */
export async function hasOtherAdmin(tx: Executor, workspaceId: string, userId: string): Promise<boolean> {
  const [others] = await tx
    .select({ total: count() })
    .from(memberships)
    .where(
      and(eq(memberships.workspaceId, workspaceId), eq(memberships.role, "admin"), ne(memberships.userId, userId)),
    );
  return (others?.total ?? 0) > 0;
}

export function lastAdminMessage(workspaceSlug: string): string {
  return `${workspaceSlug} needs an admin. Make someone else one first.`;
}
