import type { Metadata } from "next";
import { openWorkspace } from "@/app/_shell/open";
import { VariablePanels } from "@/app/_variables/variable-panels";
import { VariablesGate } from "@/app/_variables/variables-gate";
import { PageHead, Stack } from "@/components/page";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: { absolute: `Variables · ${workspace.slug}` } };
}

export default async function WorkspaceVariablesPage({ params }: Params) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  const { slug, resource } = workspace;
  return (
    <VariablesGate caller={caller} resource={resource} label={slug}>
      <PageHead title="Variables">
        Runs of pipelines in all repositories of <strong>{slug}</strong> get these. A repository or environment that has
        one of the same name goes before.
      </PageHead>
      <Stack>
        <VariablePanels caller={caller} place={{ kind: "workspace", workspace: slug }} label={slug} />
      </Stack>
    </VariablesGate>
  );
}
