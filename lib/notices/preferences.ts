import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { noticePreferences } from "@/db/schema/notices";
import { workspaces } from "@/db/schema/workspaces";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { MutedKinds } from "./input";

/** How a person hears of the tokens of a workspace. */
export type NoticePreferences = {
  workspace: { slug: string; name: string };
  inbox: boolean;
  email: boolean;
  mutedKinds: string[];
};

/** The person's choice for each workspace that they are a member of; where they made none, everything. */
export const listNoticePreferences = operation({
  name: "notice_preferences.list",
  scope: "user:self",
  input: z.object({}),
  find: async () => ({ resource: { kind: "instance" as const } }),
  missing: () => ({ what: "other", name: "preferences" }),
  run: async ({ caller }): Promise<Result<NoticePreferences[]>> => {
    if (caller.principal.kind !== "user") return fail({ code: "unauthenticated" });
    const rows = await db()
      .select({
        slug: workspaces.slug,
        name: workspaces.name,
        inbox: sql<boolean>`coalesce(${noticePreferences.inbox}, true)`,
        email: sql<boolean>`coalesce(${noticePreferences.email}, true)`,
        mutedKinds: sql<string[]>`coalesce(${noticePreferences.mutedKinds}, '{}')`,
      })
      .from(memberships)
      .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
      .leftJoin(
        noticePreferences,
        and(
          eq(noticePreferences.workspaceId, memberships.workspaceId),
          eq(noticePreferences.userId, memberships.userId),
        ),
      )
      .where(eq(memberships.userId, caller.principal.userId))
      .orderBy(asc(workspaces.name));
    return ok(rows.map(({ slug, name, ...choice }) => ({ workspace: { slug, name }, ...choice })));
  },
});

/** Saves one's own choice for a workspace. */
export const saveNoticePreferences = operation({
  name: "notice_preferences.save",
  scope: "workspace",
  input: z.object({ workspace: z.string(), inbox: z.boolean(), email: z.boolean(), mutedKinds: MutedKinds }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ caller, input: { workspace: _, ...choice }, found }): Promise<Result<null>> => {
    if (caller.principal.kind !== "user") return fail({ code: "unauthenticated" });
    await db()
      .insert(noticePreferences)
      .values({ userId: caller.principal.userId, workspaceId: found.id, ...choice })
      .onConflictDoUpdate({ target: [noticePreferences.userId, noticePreferences.workspaceId], set: choice });
    return ok(null);
  },
});
