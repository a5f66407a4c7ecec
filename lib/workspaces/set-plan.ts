import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { plan, workspaces } from "@/db/schema/workspaces";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace, type Plan } from "./find";
import { lockWorkspace } from "./lock";

/** Changes the plan, for whoever runs the server. Tokens that exist keep working on any plan. */
export const setWorkspacePlan = operation({
  name: "workspaces.set_plan",
  scope: "workspace:plan",
  input: z.object({ workspace: z.string(), plan: z.enum(plan.enumValues) }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<{ slug: string; plan: Plan }>> => {
      const before = await lockWorkspace(tx, found.id, "update");
      if (!before) return fail({ code: "not_found", what: "workspace", name: input.workspace });
      await tx.update(workspaces).set({ plan: input.plan, updatedAt: new Date() }).where(eq(workspaces.id, found.id));
      await recordAudit(tx, caller, {
        action: "workspace.plan_changed",
        resource: found.resource,
        details: { plan: input.plan, plan_before: before.plan },
      });
      return ok({ slug: before.slug, plan: input.plan });
    }),
});
