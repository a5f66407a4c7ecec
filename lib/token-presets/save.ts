import { and, count, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { tokenPresets } from "@/db/schema/token-presets";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { newId } from "../ids";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { lockWorkspace } from "../workspaces/lock";
import { builtInPresets, type TokenPreset, TokenPresetSchema } from "./preset";

const mostPresets = 100;

/** Prepares a choice for everyone who creates tokens in the workspace. `conflict` where its name is taken. */
export const saveTokenPreset = operation({
  name: "token_presets.save",
  scope: "workspace:admin",
  input: TokenPresetSchema.extend({ workspace: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: ({ caller, input: { workspace, ...preset }, found }) =>
    db().transaction(async (tx): Promise<Result<TokenPreset>> => {
      // One after another, so that a name is free, and the number right, until this commits.
      if (!(await lockWorkspace(tx, found.id, "update"))) {
        return fail({ code: "not_found", what: "workspace", name: workspace });
      }
      const ofWorkspace = eq(tokenPresets.workspaceId, found.id);
      const [taken] = await tx
        .select({ id: tokenPresets.id })
        .from(tokenPresets)
        .where(and(ofWorkspace, sql`lower(${tokenPresets.name}) = lower(${preset.name})`));
      if (taken || builtInPresets.some(({ name }) => name.toLowerCase() === preset.name.toLowerCase())) {
        return fail({
          code: "conflict",
          field: "name",
          message: `There is a preset called ${preset.name}. Choose another name.`,
        });
      }
      const [saved] = await tx.select({ presets: count() }).from(tokenPresets).where(ofWorkspace);
      if ((saved?.presets ?? 0) >= mostPresets) {
        return fail({ code: "conflict", message: `There are ${mostPresets} presets already. Delete one first.` });
      }
      const id = newId();
      const createdBy = caller.principal.kind === "user" ? caller.principal.userId : null;
      await tx.insert(tokenPresets).values({ id, workspaceId: found.id, ...preset, createdAt: new Date(), createdBy });
      const { name, scopes, lifetimeDays, addresses, refs } = preset;
      await recordAudit(tx, caller, {
        action: "token_preset.saved",
        resource: found.resource,
        details: { token_preset_id: id, name, scopes, lifetime_days: lifetimeDays, addresses, refs },
      });
      return ok({ id, builtIn: false, ...preset });
    }),
});
