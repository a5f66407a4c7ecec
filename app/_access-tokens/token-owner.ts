import "server-only";
import type { UserCaller } from "@/app/_session/caller";
import { openProject, openRepository, openWorkspace } from "@/app/_shell/open";
import { projectPage, repositoryHome, workspacePage } from "@/app/_shell/resource-bars";
import type { Resource } from "@/lib/authorization/principal";
import type { TokenOwner } from "./words";

/** The resource of a page, for its components and for the domain. */
export type OpenedOwner = { owner: TokenOwner; resource: Exclude<Resource, { kind: "instance" }> };

type Opened = OpenedOwner & { caller: UserCaller };

export async function openRepositoryOwner(params: Promise<{ workspace: string; repository: string }>): Promise<Opened> {
  const { workspace, repository: slug } = await params;
  const { caller, repository } = await openRepository(workspace, slug);
  const label = `${repository.workspace.slug}/${repository.slug}`;
  const owner: TokenOwner = {
    name: { kind: "repository", workspace: repository.workspace.slug, repository: repository.slug },
    kind: "repository",
    label,
    workspace: repository.workspace.slug,
    projectKey: null,
    href: `${repositoryHome(repository)}/admin/access-tokens`,
    offered: true,
    plan: repository.workspace.plan,
  };
  return { caller, owner, resource: repository.resource };
}

export async function openProjectOwner(params: Promise<{ workspace: string; key: string }>): Promise<Opened> {
  const { workspace, key } = await params;
  const { caller, project } = await openProject(workspace, key);
  const owner: TokenOwner = {
    name: { kind: "project", workspace: project.workspace.slug, project: project.key },
    kind: "project",
    label: project.name,
    workspace: project.workspace.slug,
    projectKey: project.key,
    href: `${projectPage(project)}/settings/access-tokens`,
    offered: project.workspace.plan === "premium",
    plan: project.workspace.plan,
  };
  return { caller, owner, resource: project.resource };
}

export async function openWorkspaceOwner(params: Promise<{ workspace: string }>): Promise<Opened> {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  const owner: TokenOwner = {
    name: { kind: "workspace", workspace: workspace.slug },
    kind: "workspace",
    label: workspace.slug,
    workspace: workspace.slug,
    projectKey: null,
    href: `${workspacePage(workspace)}/workspace/settings/access-tokens`,
    offered: workspace.plan === "premium",
    plan: workspace.plan,
  };
  return { caller, owner, resource: workspace.resource };
}

/** "Access tokens · acme/api" */
export function titleOf(page: string, { owner }: OpenedOwner): { title: { absolute: string } } {
  return { title: { absolute: `${page} · ${owner.label}` } };
}
