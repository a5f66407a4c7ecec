import type { Repository } from "../repositories/find";
import { condensedProject } from "./project";
import { condensedRepository } from "./repository";
import { condensedWorkspace, ownerTeam } from "./workspace";

/** A repository as the bodies of webhooks tell of it. */
export function presentEventRepository(repository: Repository, origin: string) {
  return {
    ...condensedRepository(repository, origin),
    scm: "git",
    website: null,
    is_private: true,
    parent: null,
    owner: ownerTeam(repository.workspace, origin),
    workspace: condensedWorkspace(repository.workspace, origin),
    project: condensedProject(repository.project, origin),
  };
}
