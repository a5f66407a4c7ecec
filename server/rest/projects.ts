import { z } from "zod";
import { createProject } from "@/lib/projects/create";
import { deleteProject } from "@/lib/projects/delete";
import { getProject } from "@/lib/projects/get";
import { listProjects } from "@/lib/projects/list";
import { putProject } from "@/lib/projects/put";
import { ProjectObject, presentProject } from "@/lib/published/project";
import { pageObject } from "@/lib/published/values";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { pageOf, paginated, QueriedPageQuery, queryOf } from "../http/pagination";
import { IsPrivate } from "./repositories";

route({
  method: "GET",
  path: "/workspaces/{workspace}/projects",
  name: "workspaces.getProjects",
  operation: listProjects,
  query: QueriedPageQuery,
  input: (request) => ({ workspace: request.params.workspace ?? "", ...pageOf(request), ...queryOf(request) }),
  present: (page, request) => json(paginated(request, page, (project) => presentProject(project, request.origin))),
  answers: { 200: pageObject(ProjectObject) },
});

route({
  method: "GET",
  path: "/workspaces/{workspace}/projects/{project_key}",
  name: "workspaces.getProject",
  operation: getProject,
  input: projectOf,
  present: (project, { origin }) => json(presentProject(project, origin)),
  answers: { 200: ProjectObject },
});

const ProjectBody = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  is_private: IsPrivate,
});

route({
  method: "POST",
  path: "/workspaces/{workspace}/projects",
  name: "workspaces.createProject",
  operation: createProject,
  body: ProjectBody,
  input: ({ params }, { key, name, description }) => ({
    workspace: params.workspace ?? "",
    key,
    name,
    description: description ?? "",
  }),
  present: (project, { origin }) => json(presentProject(project, origin), 201),
  answers: { 201: ProjectObject },
});

route({
  method: "PUT",
  path: "/workspaces/{workspace}/projects/{project_key}",
  name: "workspaces.createOrUpdateProject",
  operation: putProject,
  body: ProjectBody.partial(),
  input: (request, { key, name, description }) => ({
    ...projectOf(request),
    key,
    name,
    description: description ?? undefined,
  }),
  present: ({ project, isNew }, { origin }) => json(presentProject(project, origin), isNew ? 201 : 200),
  answers: { 200: ProjectObject, 201: ProjectObject },
});

route({
  method: "DELETE",
  path: "/workspaces/{workspace}/projects/{project_key}",
  name: "workspaces.deleteProject",
  operation: deleteProject,
  input: projectOf,
  present: () => noContent(),
  answers: { 204: null },
});

/** The two placeholders that name a project. */
export function projectOf({ params }: RestRequest): { workspace: string; project: string } {
  return { workspace: params.workspace ?? "", project: params.project_key ?? "" };
}
