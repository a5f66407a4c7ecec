import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { requireUser } from "@/app/_session/caller";
import type { Result } from "@/lib/errors";
import { getProject } from "@/lib/projects/get";
import { getRepository } from "@/lib/repositories/get";
import { getWorkspace } from "@/lib/workspaces/get";

/**
 * The resource of a page with who looks at it, once for the layout, the title and the page. What the person may not
 * see is not found, exactly as what doesn't exist.
 */
export const openWorkspace = cache(async (workspace: string) => {
  const caller = await requireUser();
  return { caller, workspace: orNotFound(await getWorkspace(caller, { workspace: decoded(workspace) })) };
});

export const openProject = cache(async (workspace: string, project: string) => {
  const caller = await requireUser();
  const input = { workspace: decoded(workspace), project: decoded(project) };
  return { caller, project: orNotFound(await getProject(caller, input)) };
});

export const openRepository = cache(async (workspace: string, repository: string) => {
  const caller = await requireUser();
  const input = { workspace: decoded(workspace), repository: decoded(repository) };
  return { caller, repository: orNotFound(await getRepository(caller, input)) };
});

/** What a page reads of a resource that it has opened; gone meanwhile, it's not found. */
export function orNotFound<Value>(result: Result<Value>): Value {
  if (!result.ok) notFound();
  return result.value;
}

/** A segment of the address, which comes encoded. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    notFound();
  }
}
