import { BackLink, PageHead, Stack } from "@/components/page";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import type { Caller } from "@/lib/authorization/principal";
import type { Environment } from "@/lib/environments/environment";
import { DeleteEnvironment } from "./delete-environment";
import { updateEnvironmentAction } from "./environment-actions";
import { EnvironmentForm } from "./environment-form";
import { VariablePanels } from "./variable-panels";

/** One environment: its variables, its settings, and its end. */
export function EnvironmentPage({
  caller,
  repository,
  environment: { id, name, type },
  label,
  path,
}: {
  caller: Caller;
  repository: { workspace: string; repository: string };
  environment: Environment;
  label: string;
  path: string;
}) {
  return (
    <>
      <BackLink href={path}>Variables</BackLink>
      <PageHead title={name}>
        Runs in <strong>{label}</strong> that deploy to <span className="[overflow-wrap:anywhere]">{name}</span> get
        these. They count before those of the repository and of the workspace.
      </PageHead>
      <Stack>
        <VariablePanels caller={caller} place={{ kind: "environment", ...repository, environment: id }} label={name} />
        <Panel>
          <PanelHead>
            <h2 className="text-base">Settings</h2>
          </PanelHead>
          <PanelBody>
            <EnvironmentForm environment={{ name, type }} action={updateEnvironmentAction.bind(null, repository, id)} />
          </PanelBody>
        </Panel>
        <DeleteEnvironment repository={repository} environment={{ id, name }} leadsTo={path} />
      </Stack>
    </>
  );
}
