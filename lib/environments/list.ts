import { asc, count, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { environments } from "@/db/schema/environments";
import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { type Environment, NamedEnvironment, ofRepository, requireEnvironment } from "./environment";
import { environmentTypes } from "./types";

/** Those for tests first, those that matter last. */
export const listEnvironments = operation({
  name: "getEnvironmentsForRepository",
  scope: "pipeline",
  input: PageInput.extend(RepositoryInput.shape),
  ...namedRepository,
  run: async ({ input: { page, pageLength }, found }): Promise<Result<Page<Environment>>> => {
    const [counted] = await db().select({ total: count() }).from(environments).where(ofRepository(found));
    const items = await db()
      .select()
      .from(environments)
      .where(ofRepository(found))
      .orderBy(
        sql`array_position(${sql.param([...environmentTypes])}::text[], ${environments.type})`,
        asc(environments.createdAt),
        asc(environments.id),
      )
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    return ok({ items, total: counted?.total ?? 0, page, pageLength });
  },
});

export const getEnvironment = operation({
  name: "getEnvironmentForRepository",
  scope: "pipeline",
  input: NamedEnvironment,
  ...namedRepository,
  run: ({ input, found }) => requireEnvironment(found, input.environment),
});
