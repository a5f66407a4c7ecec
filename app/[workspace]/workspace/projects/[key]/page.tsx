import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { openProject, orNotFound } from "@/app/_shell/open";
import { repositoryLines } from "@/app/[workspace]/_overview/repository-lines";
import { RepositoryTable } from "@/app/[workspace]/_overview/repository-table";
import { Page, PageHead } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Panel } from "@/components/ui/panel";
import { can } from "@/lib/authorization/can";
import { workspaceOverview } from "@/lib/workspaces/overview";

type Params = { params: Promise<{ workspace: string; key: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace, key } = await params;
  const { project } = await openProject(workspace, key);
  return { title: `${project.name} · ${project.workspace.slug}` };
}

export default async function ProjectPage({ params }: Params) {
  const { workspace, key } = await params;
  const { caller, project } = await openProject(workspace, key);
  const { projects } = orNotFound(await workspaceOverview(caller, { workspace: project.workspace.slug }));
  const repositories = projects.find(({ id }) => id === project.id)?.repositories ?? [];
  const create = can(caller.principal, "repository:admin", project.resource) ? (
    <ButtonLink href={`/${project.workspace.slug}/new?project=${project.key}`} kind="primary">
      <Icon icon={Plus} />
      New repository
    </ButtonLink>
  ) : undefined;
  return (
    <Page>
      <PageHead title={project.name} actions={repositories.length > 0 ? create : undefined}>
        {project.description}
      </PageHead>
      <Panel>
        {repositories.length > 0 ? (
          <RepositoryTable caption={`Repositories of ${project.name}`} repositories={repositoryLines(repositories)} />
        ) : (
          <EmptyState title="No repositories yet" action={create}>
            {project.name} is there, and nothing is in it so far.
          </EmptyState>
        )}
      </Panel>
    </Page>
  );
}
