import type { UserCaller } from "@/app/_session/caller";
import { type Section, Sections } from "@/components/sections";
import type { Crumb } from "@/components/top-bar";
import { can, sees } from "@/lib/authorization/can";
import type { Project } from "@/lib/projects/find";
import { countPullRequests } from "@/lib/pull-requests/browse";
import type { Repository } from "@/lib/repositories/find";
import type { Workspace } from "@/lib/workspaces/find";
import { AppBar } from "./app-bar";

type Looking<Name extends string, Subject> = { caller: UserCaller } & Record<Name, Subject>;

/** The bars above the pages of a workspace: where one is, and what there is to open. */
export function WorkspaceBars({ caller, workspace }: Looking<"workspace", Workspace>) {
  const base = workspacePage(workspace);
  const sections: Section[] = [
    { label: "Overview", href: base },
    { label: "Members", href: `${base}/workspace/members` },
  ];
  if (can(caller.principal, "workspace:admin", workspace.resource)) {
    sections.push({ label: "Settings", href: `${base}/workspace/settings` });
  }
  return (
    <>
      <AppBar caller={caller} crumbs={[workspaceCrumb(workspace)]} />
      <Sections label="Workspace" sections={sections} />
    </>
  );
}

export function ProjectBars({ caller, project }: Looking<"project", Project>) {
  const base = projectPage(project);
  const sections: Section[] = [{ label: "Repositories", href: base }];
  if (can(caller.principal, "project:admin", project.resource)) {
    sections.push({ label: "Settings", href: `${base}/settings` });
  }
  return (
    <>
      <AppBar caller={caller} crumbs={[workspaceCrumb(project.workspace), projectCrumb(project)]} />
      <Sections label="Project" sections={sections} />
    </>
  );
}

export async function RepositoryBars({ caller, repository }: Looking<"repository", Repository>) {
  const base = repositoryHome(repository);
  const sections: Section[] = [
    { label: "Source", href: base },
    { label: "Commits", href: `${base}/commits` },
    { label: "Branches", href: `${base}/branches` },
    { label: "Tags", href: `${base}/tags` },
    { label: "Pull requests", href: `${base}/pull-requests`, count: await openPullRequests(caller, repository) },
  ];
  if (can(caller.principal, "repository:admin", repository.resource)) {
    sections.push({ label: "Settings", href: `${base}/admin` });
  }
  const { workspace, project } = repository;
  const crumbs = [
    ...(sees(caller.principal, workspace.resource) ? [workspaceCrumb(workspace)] : []),
    // Who may read a repository may not always open its project.
    ...(sees(caller.principal, project.resource) ? [projectCrumb(project)] : []),
    { kind: "repository" as const, label: repository.slug, href: base },
  ];
  return (
    <>
      <AppBar caller={caller} crumbs={crumbs} />
      <Sections label="Repository" sections={sections} />
    </>
  );
}

async function openPullRequests(caller: UserCaller, { slug, workspace }: Repository): Promise<number> {
  const names = { workspace: workspace.slug, repository: slug };
  const counted = await countPullRequests(caller, { ...names, states: ["OPEN"] });
  return counted.ok ? counted.value.OPEN : 0;
}

export function workspacePage(workspace: Workspace): string {
  return `/${workspace.slug}`;
}

export function projectPage(project: Project): string {
  return `/${project.workspace.slug}/workspace/projects/${project.key}`;
}

export function repositoryHome(repository: Repository): string {
  return `/${repository.workspace.slug}/${repository.slug}`;
}

function workspaceCrumb(workspace: Workspace): Crumb {
  return { kind: "workspace", label: workspace.slug, href: workspacePage(workspace) };
}

function projectCrumb(project: Project): Crumb {
  return { kind: "project", label: project.name, href: projectPage(project) };
}
