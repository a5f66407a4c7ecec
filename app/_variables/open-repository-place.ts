import { openRepository } from "@/app/_shell/open";
import { repositoryHome } from "@/app/_shell/resource-bars";

/** A repository as the pages of its variables need it. */
export async function openRepositoryPlace(names: { workspace: string; repository: string }) {
  const { caller, repository } = await openRepository(names.workspace, names.repository);
  const name = { workspace: repository.workspace.slug, repository: repository.slug };
  return {
    caller,
    resource: repository.resource,
    repository: name,
    label: `${name.workspace}/${name.repository}`,
    path: `${repositoryHome(repository)}/admin/variables`,
  };
}
