import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { environments } from "@/db/schema/environments";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { namedRepository } from "../git-content/repository-input";
import { operation } from "../operation";
import { NamedEnvironment, ofRepository, requireEnvironment, unknownEnvironment } from "./environment";

/** Deletes an environment; its variables go with it. */
export const deleteEnvironment = operation({
  name: "deleteEnvironmentForRepository",
  scope: "pipeline:variable",
  input: NamedEnvironment,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    const known = await requireEnvironment(found, input.environment);
    if (!known.ok) return known;
    return await db().transaction(async (tx): Promise<Result<null>> => {
      const [row] = await tx
        .delete(environments)
        .where(and(ofRepository(found), eq(environments.id, known.value.id)))
        .returning();
      if (!row) return fail(unknownEnvironment(input.environment));
      await recordAudit(tx, caller, {
        action: "environment.deleted",
        resource: found.resource,
        details: { name: row.name },
      });
      return ok(null);
    });
  },
});
