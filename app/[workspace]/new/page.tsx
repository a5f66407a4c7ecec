import type { Metadata } from "next";
import { openWorkspace, orNotFound } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { WorkspaceBars, workspacePage } from "@/app/_shell/resource-bars";
import { BackLink, Page, PageHead } from "@/components/page";
import { can } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";
import { workspaceOverview } from "@/lib/workspaces/overview";
import { createRepositoryAction } from "./actions";
import { CreateRepositoryForm } from "./create-repository-form";

type Params = { params: Promise<{ workspace: string }>; searchParams: Promise<{ project?: string | string[] }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: `New repository · ${workspace.slug}` };
}

export default async function NewRepositoryPage({ params, searchParams }: Params) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  const { project: wanted } = await searchParams;
  const overview = orNotFound(await workspaceOverview(caller, { workspace: workspace.slug }));
  const projects = overview.projects.filter(({ resource }) => can(caller.principal, "repository:admin", resource));
  return (
    <>
      <WorkspaceBars caller={caller} workspace={workspace} />
      <Page>
        {projects.length > 0 ? (
          <>
            <BackLink href={workspacePage(workspace)}>{workspace.name}</BackLink>
            <PageHead title="New repository">
              It starts empty. Push to it, or let whoever runs this server import one.
            </PageHead>
            <CreateRepositoryForm
              action={createRepositoryAction.bind(null, workspace.slug)}
              workspace={workspace.slug}
              projects={projects.map(({ key, name }) => ({ key, name }))}
              chosen={projects.find(({ key }) => key === wanted)?.key ?? projects[0]?.key ?? ""}
            />
          </>
        ) : (
          <Refusal
            title="New repository"
            rule={`Only admins of ${workspace.slug} and of its projects create repositories, in a project.`}
            admins={await adminNames(workspace.resource)}
          />
        )}
      </Page>
    </>
  );
}
