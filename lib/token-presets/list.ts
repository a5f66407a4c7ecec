import { asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { tokenPresets } from "@/db/schema/token-presets";
import { fail, ok, type Result } from "../errors";
import { listOperation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { builtInPresets, type TokenPreset } from "./preset";

/** The workspace's own presets by name, then those that come with Latchkey: for whoever manages tokens anywhere in it. */
export const listTokenPresets = listOperation({
  name: "token_presets.list",
  scope: "access_token",
  input: z.object({ workspace: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ found, within }): Promise<Result<TokenPreset[]>> => {
    if (within.length === 0) return fail({ code: "insufficient_scope", granted: [], required: "access_token" });
    const own = await db()
      .select({
        id: tokenPresets.id,
        name: tokenPresets.name,
        scopes: tokenPresets.scopes,
        lifetimeDays: tokenPresets.lifetimeDays,
        addresses: tokenPresets.addresses,
        refs: tokenPresets.refs,
      })
      .from(tokenPresets)
      .where(eq(tokenPresets.workspaceId, found.id))
      .orderBy(asc(sql`lower(${tokenPresets.name})`));
    return ok([...own.map((preset) => ({ ...preset, builtIn: false })), ...builtInPresets]);
  },
});
