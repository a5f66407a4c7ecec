import type { Project } from "@/lib/projects/find";
import { getProject } from "@/lib/projects/get";
import { listProjects } from "@/lib/projects/list";
import { json } from "../http/answer";
import { route } from "../http/operation-route";
import { pageOf, paginated } from "../http/pagination";
import { timestamp, uuidOf } from "./objects";
import { condensedWorkspace, ownerTeam } from "./workspaces";

route(
  "GET",
  "/workspaces/{workspace}/projects",
  "workspaces.getProjects",
  listProjects,
  (request) => ({ workspace: request.params.workspace ?? "", ...pageOf(request) }),
  (page, request) => json(paginated(request, page, (project) => presentProject(project, request.origin))),
);

route(
  "GET",
  "/workspaces/{workspace}/projects/{project_key}",
  "workspaces.getProject",
  getProject,
  ({ params }) => ({ workspace: params.workspace ?? "", project: params.project_key ?? "" }),
  (project, { origin }) => json(presentProject(project, origin)),
);

function presentProject(project: Project, origin: string) {
  const { workspace } = project;
  const condensed = condensedProject(project, origin);
  return {
    ...condensed,
    owner: ownerTeam(workspace, origin),
    workspace: condensedWorkspace(workspace, origin),
    description: project.description,
    is_private: true,
    has_publicly_visible_repos: false,
    created_on: timestamp(project.createdAt),
    updated_on: timestamp(project.updatedAt),
    links: {
      ...condensed.links,
      repositories: { href: `${origin}/2.0/repositories/${workspace.slug}?q=project.key%3D%22${project.key}%22` },
    },
  };
}

/** As a repository names it. */
export function condensedProject(project: Project, origin: string) {
  const html = `${origin}/${project.workspace.slug}/workspace/projects/${project.key}`;
  return {
    type: "project",
    uuid: uuidOf(project),
    key: project.key,
    name: project.name,
    links: {
      self: { href: `${origin}/2.0/workspaces/${project.workspace.slug}/projects/${project.key}` },
      html: { href: html },
      avatar: { href: `${html}/avatar` },
    },
  };
}
