import type { Metadata } from "next";
import { DeletePanel } from "@/app/_forms/delete-panel";
import { openRepository, orNotFound } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { projectPage, workspacePage } from "@/app/_shell/resource-bars";
import { TokensEnding } from "@/app/_shell/tokens-ending";
import { PageHead, Stack } from "@/components/page";
import { countTokensEndingWith } from "@/lib/access-tokens/count";
import { can, sees } from "@/lib/authorization/can";
import { branchNames } from "@/lib/git/refs";
import { adminNames } from "@/lib/permissions/list";
import { workspaceOverview } from "@/lib/workspaces/overview";
import { deleteRepositoryAction, updateRepositoryAction } from "./actions";
import { RepositoryForm } from "./repository-form";

type Params = { params: Promise<{ workspace: string; repository: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Settings · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function RepositorySettingsPage({ params }: Params) {
  const { workspace: workspaceSlug, repository: slug } = await params;
  const { caller, repository } = await openRepository(workspaceSlug, slug);
  const { workspace, project } = repository;
  const label = `${workspace.slug}/${repository.slug}`;
  if (!can(caller.principal, "repository:admin", repository.resource)) {
    return (
      <Refusal
        title="Settings"
        rule={`Only admins of ${label} manage its settings.`}
        admins={await adminNames(repository.resource)}
      />
    );
  }
  const [overview, branches, tokens] = await Promise.all([
    workspaceOverview(caller, { workspace: workspace.slug }),
    branchNames(repository.id),
    countTokensEndingWith(repository.resource),
  ]);
  const projects = orNotFound(overview).projects.filter(
    ({ id, resource }) => id === project.id || can(caller.principal, "repository:admin", resource),
  );
  const bound = [workspace.slug, repository.slug] as const;
  return (
    <>
      <PageHead title="General" />
      <Stack>
        <RepositoryForm
          action={updateRepositoryAction.bind(null, ...bound)}
          slug={repository.slug}
          repository={{
            name: repository.name,
            description: repository.description,
            mainBranch: repository.mainBranch,
            project: project.key,
          }}
          projects={projects.map(({ key, name }) => ({ key, name }))}
          branches={branches}
        />
        {can(caller.principal, "repository:delete", repository.resource) ? (
          <DeletePanel
            what="repository"
            confirmation={repository.slug}
            note="Every commit, branch and tag of it goes, and its address becomes free."
            consequences={
              <>
                <p>
                  <strong>{label}</strong> is deleted with every commit, branch and tag.
                </p>
                <TokensEnding count={tokens} />
              </>
            }
            action={deleteRepositoryAction.bind(null, ...bound)}
            leadsTo={sees(caller.principal, project.resource) ? projectPage(project) : workspacePage(workspace)}
          />
        ) : null}
      </Stack>
    </>
  );
}
