import type { Metadata } from "next";
import { openWorkspace } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { WorkspaceBars, workspacePage } from "@/app/_shell/resource-bars";
import { BackLink, Page, PageHead } from "@/components/page";
import { can } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";
import { createProjectAction } from "./actions";
import { CreateProjectForm } from "./create-project-form";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: `New project · ${workspace.slug}` };
}

export default async function NewProjectPage({ params }: Params) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  return (
    <>
      <WorkspaceBars caller={caller} workspace={workspace} />
      <Page>
        {can(caller.principal, "project:admin", workspace.resource) ? (
          <>
            <BackLink href={workspacePage(workspace)}>{workspace.name}</BackLink>
            <PageHead title="New project">
              A project groups repositories of <strong>{workspace.name}</strong>, with permissions of its own.
            </PageHead>
            <CreateProjectForm
              action={createProjectAction.bind(null, workspace.slug)}
              cancel={workspacePage(workspace)}
            />
          </>
        ) : (
          <Refusal
            title="New project"
            rule={`Only admins of ${workspace.slug} create projects.`}
            admins={await adminNames(workspace.resource)}
          />
        )}
      </Page>
    </>
  );
}
