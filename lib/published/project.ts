import { z } from "zod";
import type { Project } from "../projects/find";
import { Link, Timestamp, timestamp, Uuid, uuidOf } from "./values";
import { CondensedWorkspaceObject, condensedWorkspace, ownerTeam, TeamObject } from "./workspace";

const projectLinkNames = ["self", "html", "avatar"] as const;

export const CondensedProjectObject = z.object({
  type: z.literal("project"),
  uuid: Uuid,
  key: z.string(),
  name: z.string(),
  links: z.record(z.enum(projectLinkNames), Link),
});

export const ProjectObject = z
  .object({
    ...CondensedProjectObject.shape,
    owner: TeamObject,
    workspace: CondensedWorkspaceObject,
    description: z.string(),
    is_private: z.boolean(),
    has_publicly_visible_repos: z.boolean(),
    created_on: Timestamp,
    updated_on: Timestamp,
    links: z.record(z.enum([...projectLinkNames, "repositories"]), Link),
  })
  .meta({ id: "project" });

export function presentProject(project: Project, origin: string): z.infer<typeof ProjectObject> {
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
export function condensedProject(project: Project, origin: string): z.infer<typeof CondensedProjectObject> {
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
