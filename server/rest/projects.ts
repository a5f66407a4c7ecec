import { getProject } from "@/lib/projects/get";
import { listProjects } from "@/lib/projects/list";
import { ProjectObject, presentProject } from "@/lib/published/project";
import { pageObject } from "@/lib/published/values";
import { json } from "../http/answer";
import { route } from "../http/operation-route";
import { PageQuery, pageOf, paginated } from "../http/pagination";

route({
  method: "GET",
  path: "/workspaces/{workspace}/projects",
  name: "workspaces.getProjects",
  operation: listProjects,
  query: PageQuery,
  input: (request) => ({ workspace: request.params.workspace ?? "", ...pageOf(request) }),
  present: (page, request) => json(paginated(request, page, (project) => presentProject(project, request.origin))),
  answers: { 200: pageObject(ProjectObject) },
});

route({
  method: "GET",
  path: "/workspaces/{workspace}/projects/{project_key}",
  name: "workspaces.getProject",
  operation: getProject,
  input: ({ params }) => ({ workspace: params.workspace ?? "", project: params.project_key ?? "" }),
  present: (project, { origin }) => json(presentProject(project, origin)),
  answers: { 200: ProjectObject },
});
