import type { Metadata } from "next";
import { DeletePanel } from "@/app/_forms/delete-panel";
import { counted } from "@/app/_shell/counted";
import { openProject, orNotFound } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { projectPage, workspacePage } from "@/app/_shell/resource-bars";
import { TokensEnding } from "@/app/_shell/tokens-ending";
import { PageHead, Stack } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { countTokensEndingWith } from "@/lib/access-tokens/count";
import { can } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";
import { listRepositories } from "@/lib/repositories/list";
import { deleteProjectAction, updateProjectAction } from "./actions";
import { ProjectForm } from "./project-form";

type Params = { params: Promise<{ workspace: string; key: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace, key } = await params;
  const { project } = await openProject(workspace, key);
  return { title: `Settings · ${project.name}` };
}

export default async function ProjectSettingsPage({ params }: Params) {
  const { workspace: workspaceSlug, key } = await params;
  const { caller, project } = await openProject(workspaceSlug, key);
  if (!can(caller.principal, "project:admin", project.resource)) {
    return (
      <Refusal
        title="Settings"
        rule={`Only admins of ${project.name} manage its settings.`}
        admins={await adminNames(project.resource)}
      />
    );
  }
  const { workspace } = project;
  const [repositories, tokens] = await Promise.all([
    listRepositories(caller, { workspace: workspace.slug, projectId: project.id, pageLength: 1 }),
    countTokensEndingWith(project.resource),
  ]);
  const held = orNotFound(repositories).total;
  const bound = [workspace.slug, project.key] as const;
  return (
    <>
      <PageHead title="General" />
      <Stack>
        <ProjectForm
          action={updateProjectAction.bind(null, ...bound)}
          project={{ key: project.key, name: project.name, description: project.description }}
        />
        {held > 0 ? (
          <Panel>
            <PanelHead>
              <h2 className="text-base">Delete this project</h2>
            </PanelHead>
            <PanelBody className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
              <p className="max-w-[66ch] text-muted">
                {project.name} still holds {counted(held, "repository", "repositories")}. Move or delete{" "}
                {held === 1 ? "it" : "them"} first; nothing is deleted along with a project.
              </p>
              <ButtonLink href={projectPage(project)}>Its repositories</ButtonLink>
            </PanelBody>
          </Panel>
        ) : (
          <DeletePanel
            what="project"
            confirmation={project.key}
            note="It holds no repositories. Its key becomes free."
            consequences={
              <>
                <p>
                  The project <strong>{project.name}</strong> and the permissions on it are deleted.
                </p>
                <TokensEnding count={tokens} />
              </>
            }
            action={deleteProjectAction.bind(null, ...bound)}
            leadsTo={workspacePage(workspace)}
          />
        )}
      </Stack>
    </>
  );
}
