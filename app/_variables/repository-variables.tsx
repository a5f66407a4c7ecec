import { orNotFound } from "@/app/_shell/open";
import { PageHead, Stack } from "@/components/page";
import type { Caller } from "@/lib/authorization/principal";
import { listEnvironments } from "@/lib/environments/list";
import { EnvironmentsPanel } from "./environments-panel";
import { VariablePanels } from "./variable-panels";

/** The variables of a repository, and its environments. */
export async function RepositoryVariables({
  caller,
  repository,
  label,
  path,
}: {
  caller: Caller;
  repository: { workspace: string; repository: string };
  label: string;
  path: string;
}) {
  // As many as there can be.
  const environments = orNotFound(await listEnvironments(caller, { ...repository, pageLength: 100 }));
  return (
    <>
      <PageHead title="Variables">
        Runs of pipelines in <strong>{label}</strong> get these, and those of the workspace that have other names.
      </PageHead>
      <Stack>
        <VariablePanels caller={caller} place={{ kind: "repository", ...repository }} label={label} />
        <EnvironmentsPanel repository={repository} environments={environments.items} path={path} />
      </Stack>
    </>
  );
}
