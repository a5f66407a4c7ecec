import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { counted } from "@/app/_shell/counted";
import { openWorkspace, orNotFound } from "@/app/_shell/open";
import { PlanBadge } from "@/app/_shell/plan-badge";
import { projectPage, WorkspaceBars, workspacePage } from "@/app/_shell/resource-bars";
import { Page } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState, Steps } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Panel } from "@/components/ui/panel";
import { can, reach } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";
import { workspaceOverview } from "@/lib/workspaces/overview";
import { RepositoryBrowser } from "./_overview/repository-browser";
import { repositoryLines } from "./_overview/repository-lines";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: workspace.slug };
}

export default async function WorkspacePage({ params }: Params) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  const { projects, memberCount } = orNotFound(await workspaceOverview(caller, { workspace: workspace.slug }));
  const base = workspacePage(workspace);
  const mayCreateProject = can(caller.principal, "project:admin", workspace.resource);
  const mayCreateRepository =
    projects.length > 0 &&
    reach(caller.principal, "repository:admin", workspace.resource).some(({ kind }) => kind !== "repository");
  const repositoryCount = projects.reduce((total, project) => total + project.repositories.length, 0);
  return (
    <>
      <WorkspaceBars caller={caller} workspace={workspace} />
      <Page>
        <div className="mb-5 flex flex-wrap items-start gap-x-6 gap-y-4">
          <div className="min-w-0 flex-[1_1_20rem]">
            <h1 className="[overflow-wrap:anywhere]">{workspace.name}</h1>
            <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-muted">
              <PlanBadge plan={workspace.plan} />
              <span>{counted(projects.length, "project")}</span>
              <span>{counted(repositoryCount, "repository", "repositories")}</span>
              <span>{counted(memberCount, "member")}</span>
            </div>
          </div>
          {projects.length > 0 && (mayCreateProject || mayCreateRepository) ? (
            <div className="flex flex-wrap gap-2 max-phone:flex-auto max-phone:[&>*]:flex-auto">
              {mayCreateProject ? <ButtonLink href={`${base}/workspace/projects/new`}>New project</ButtonLink> : null}
              {mayCreateRepository ? (
                <ButtonLink href={`${base}/new`} kind="primary">
                  <Icon icon={Plus} />
                  New repository
                </ButtonLink>
              ) : null}
            </div>
          ) : null}
        </div>
        {projects.length > 0 ? (
          <RepositoryBrowser
            projects={projects.map((project) => ({
              key: project.key,
              name: project.name,
              description: project.description,
              href: project.visible ? projectPage(project) : null,
              settings: can(caller.principal, "project:admin", project.resource)
                ? `${projectPage(project)}/settings`
                : null,
              create: can(caller.principal, "repository:admin", project.resource)
                ? `${base}/new?project=${project.key}`
                : null,
              repositories: repositoryLines(project.repositories),
            }))}
          />
        ) : (
          <NothingYet
            workspace={workspace.slug}
            mayCreateProject={mayCreateProject}
            admins={mayCreateProject ? [] : await adminNames(workspace.resource)}
          />
        )}
      </Page>
    </>
  );
}

function NothingYet({
  workspace,
  mayCreateProject,
  admins,
}: {
  workspace: string;
  mayCreateProject: boolean;
  admins: string[];
}) {
  if (!mayCreateProject) {
    return (
      <Panel>
        <EmptyState title="Nothing for you here yet">
          You are a member of {workspace}, and no project or repository is open to you so far. Its admins give the
          permissions: {new Intl.ListFormat("en").format(admins)}.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel>
      <EmptyState
        title="No projects yet"
        action={
          <ButtonLink href={`/${workspace}/workspace/projects/new`} kind="primary">
            <Icon icon={Plus} />
            New project
          </ButtonLink>
        }
      >
        A project groups the repositories that belong together, and says who may read, write and manage them.
      </EmptyState>
      <Steps
        steps={[
          { title: "Create a project", text: "With a short key, such as PLAT." },
          { title: "Put a repository in it", text: "Empty, to push to; or imported from elsewhere." },
          { title: "Give machines their tokens", text: "In the settings of the repository, one for each job." },
        ]}
      />
    </Panel>
  );
}
