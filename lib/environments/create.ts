import { count } from "drizzle-orm";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { environments } from "@/db/schema/environments";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { holdOwner } from "../repositories/hold";
import { alreadyThere, type Environment, EnvironmentValues, ofRepository, slugOf } from "./environment";

const mostOfRepository = 100;

export const createEnvironment = operation({
  name: "createEnvironment",
  scope: "pipeline:variable",
  input: RepositoryInput.extend(EnvironmentValues.shape),
  ...namedRepository,
  run: async ({ caller, input: { name, type }, found }): Promise<Result<Environment>> => {
    const slug = slugOf(name);
    if (!slug.ok) return slug;
    try {
      return await db().transaction(async (tx): Promise<Result<Environment>> => {
        const ids = { id: newId(), workspaceId: found.workspace.id, repositoryId: found.id };
        const gone = await holdOwner(tx, ids);
        if (gone) return fail(gone);
        const [counted] = await tx.select({ total: count() }).from(environments).where(ofRepository(found));
        if ((counted?.total ?? 0) >= mostOfRepository) {
          const message = `There are ${mostOfRepository} environments here. Delete one first.`;
          return fail({ code: "conflict", message });
        }
        const now = new Date();
        const row: Environment = { ...ids, name, slug: slug.value, type, createdAt: now, updatedAt: now };
        await tx.insert(environments).values(row);
        await recordAudit(tx, caller, {
          action: "environment.created",
          resource: found.resource,
          details: { name, type },
        });
        return ok(row);
      });
    } catch (error) {
      if (violatedConstraint(error) !== "environments_slug_key") throw error;
      return fail(alreadyThere(name));
    }
  },
});
