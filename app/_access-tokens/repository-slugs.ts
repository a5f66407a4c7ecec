import "server-only";
import type { UserCaller } from "@/app/_session/caller";
import type { Resource } from "@/lib/authorization/principal";
import { listRepositories } from "@/lib/repositories/list";
import type { TokenOwner } from "./words";

/** The repositories that a token of the resource reaches, by slug: the first hundred, for a choice. */
export async function repositorySlugs(
  caller: UserCaller,
  { name, workspace }: TokenOwner,
  resource: Exclude<Resource, { kind: "instance" }>,
): Promise<string[]> {
  if (name.kind === "repository") return [name.repository];
  const listed = await listRepositories(caller, {
    workspace,
    pageLength: 100,
    ...(resource.kind === "project" ? { projectId: resource.projectId } : {}),
  });
  return listed.ok ? listed.value.items.map(({ slug }) => slug) : [];
}
