import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { environments } from "@/db/schema/environments";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { namedRepository } from "../git-content/repository-input";
import { operation } from "../operation";
import {
  alreadyThere,
  type Environment,
  EnvironmentValues,
  NamedEnvironment,
  ofRepository,
  requireEnvironment,
  slugOf,
  unknownEnvironment,
} from "./environment";

/** Changes what is given; what isn't stays. The slug follows the name. */
export const updateEnvironment = operation({
  name: "updateEnvironmentForRepository",
  scope: "pipeline:variable",
  input: NamedEnvironment.extend(EnvironmentValues.partial().shape),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Environment>> => {
    const known = await requireEnvironment(found, input.environment);
    if (!known.ok) return known;
    const { name = known.value.name, type } = input;
    const slug = slugOf(name);
    if (!slug.ok) return slug;
    const renamed = input.name === undefined ? {} : { name, slug: slug.value };
    try {
      return await db().transaction(async (tx): Promise<Result<Environment>> => {
        const [row] = await tx
          .update(environments)
          .set({ ...renamed, type, updatedAt: new Date() })
          .where(and(ofRepository(found), eq(environments.id, known.value.id)))
          .returning();
        if (!row) return fail(unknownEnvironment(input.environment));
        await recordAudit(tx, caller, {
          action: "environment.updated",
          resource: found.resource,
          details: { name: row.name, name_before: known.value.name, type: row.type },
        });
        return ok(row);
      });
    } catch (error) {
      if (violatedConstraint(error) !== "environments_slug_key") throw error;
      return fail(alreadyThere(name));
    }
  },
});
