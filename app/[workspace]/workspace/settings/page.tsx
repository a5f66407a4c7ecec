import type { Metadata } from "next";
import { DeletePanel } from "@/app/_forms/delete-panel";
import { counted } from "@/app/_shell/counted";
import { openWorkspace, orNotFound } from "@/app/_shell/open";
import { PlanBadge, planNames } from "@/app/_shell/plan-badge";
import { Refusal } from "@/app/_shell/refusal";
import { TokensEnding } from "@/app/_shell/tokens-ending";
import { PageHead, Stack } from "@/components/page";
import { Command } from "@/components/ui/command";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { countTokensEndingWith } from "@/lib/access-tokens/count";
import { can } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";
import { listRepositories } from "@/lib/repositories/list";
import type { Workspace } from "@/lib/workspaces/find";
import { deleteWorkspaceAction, updateWorkspaceAction } from "./actions";
import { WorkspaceForm } from "./workspace-form";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: `Settings · ${workspace.slug}` };
}

export default async function WorkspaceSettingsPage({ params }: Params) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  if (!can(caller.principal, "workspace:admin", workspace.resource)) {
    return (
      <Refusal
        title="Settings"
        rule={`Only admins of ${workspace.slug} manage its settings.`}
        admins={await adminNames(workspace.resource)}
      />
    );
  }
  const [repositories, tokens] = await Promise.all([
    listRepositories(caller, { workspace: workspace.slug, pageLength: 1 }),
    countTokensEndingWith(workspace.resource),
  ]);
  return (
    <>
      <PageHead title="General" />
      <Stack>
        <WorkspaceForm
          action={updateWorkspaceAction.bind(null, workspace.slug)}
          workspace={{ slug: workspace.slug, name: workspace.name }}
        />
        <PlanPanel workspace={workspace} />
        <DeletePanel
          what="workspace"
          confirmation={workspace.slug}
          note="Everything in it goes with it: projects, repositories with all their commits, permissions and tokens."
          consequences={
            <>
              <p>
                <strong>{workspace.name}</strong> and{" "}
                {counted(orNotFound(repositories).total, "repository", "repositories")} are deleted, with every commit.
              </p>
              <TokensEnding count={tokens} />
            </>
          }
          action={deleteWorkspaceAction.bind(null, workspace.slug)}
          leadsTo="/"
        />
      </Stack>
    </>
  );
}

function PlanPanel({ workspace }: { workspace: Workspace }) {
  const other = workspace.plan === "premium" ? "standard" : "premium";
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Plan</h2>
        <PlanBadge plan={workspace.plan} />
      </PanelHead>
      <PanelBody className="grid gap-3">
        <p className="max-w-[66ch] text-muted">
          {workspace.plan === "premium"
            ? "Repositories, projects and the workspace itself can have access tokens."
            : "Repositories can have access tokens. Those of projects and of the workspace are part of Premium."}{" "}
          Whoever runs this server can change the plan from the command line, to {planNames[other]} for instance:
        </p>
        <div className="max-w-164">
          <Command text={`npx latchkey workspace set-plan ${workspace.slug} ${other}`} what="Command" />
        </div>
      </PanelBody>
    </Panel>
  );
}
