import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { environments } from "@/db/schema/environments";
import { fail, invalid, ok, type Result } from "../errors";
import { RepositoryInput } from "../git-content/repository-input";
import { isPossibleName, namedId } from "../ids";
import { nameSchema, suggestSlug } from "../names";
import type { Repository } from "../repositories/find";
import { environmentTypes } from "./types";

export type Environment = typeof environments.$inferSelect;

export const EnvironmentValues = z.object({
  name: nameSchema,
  type: z.string().pipe(z.enum(environmentTypes, `Choose one of ${environmentTypes.join(", ")}.`)),
});
export const NamedEnvironment = RepositoryInput.extend({ environment: z.string() });

/** How it is written where a name has to be one word; two names that come to the same are one too many. */
export function slugOf(name: string): Result<string> {
  const slug = suggestSlug(name);
  return slug === "" ? invalid("name", "Use at least one letter from a to z, or a digit.") : ok(slug);
}

/** As much of a repository as its environments are found by. */
type OfWorkspace = Pick<Repository, "id"> & { workspace: Pick<Repository["workspace"], "id"> };

export function ofRepository({ workspace, id }: OfWorkspace) {
  return and(eq(environments.workspaceId, workspace.id), eq(environments.repositoryId, id));
}

/** The environment of that slug, or of that `{uuid}`, in the repository. */
export async function requireEnvironment(
  repository: OfWorkspace,
  slugOrUuid: string,
  executor: Executor = db(),
): Promise<Result<Environment>> {
  const id = namedId(slugOrUuid);
  if (!id && !isPossibleName(slugOrUuid)) return fail(unknownEnvironment(slugOrUuid));
  const [row] = await executor
    .select()
    .from(environments)
    .where(
      and(ofRepository(repository), id ? eq(environments.id, id) : eq(environments.slug, slugOrUuid.toLowerCase())),
    );
  return row ? ok(row) : fail(unknownEnvironment(slugOrUuid));
}

export function unknownEnvironment(name: string) {
  return { code: "not_found" as const, what: "other" as const, name: `Environment ${name.slice(0, 100)}` };
}

export function alreadyThere(name: string) {
  return { code: "conflict" as const, field: "name", message: `There is an environment called ${name} already.` };
}
