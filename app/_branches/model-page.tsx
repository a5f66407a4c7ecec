import { orNotFound } from "@/app/_shell/open";
import { PageHead, Stack } from "@/components/page";
import { Notice } from "@/components/ui/notice";
import type { Caller } from "@/lib/authorization/principal";
import { getBranchingModelSettings } from "@/lib/branching-models/get";
import { branchKinds } from "@/lib/branching-models/model";
import type { Repository } from "@/lib/repositories/find";
import { ModelPanels } from "./model-panels";

/** Which branches of a repository are for what, for its admins. */
export async function ModelPage({ caller, repository }: { caller: Caller; repository: Repository }) {
  const names = { workspace: repository.workspace.slug, repository: repository.slug };
  const settings = orNotFound(await getBranchingModelSettings(caller, names));
  const { model, inherited, developmentExists, productionExists } = settings;
  const gone = [
    ...(developmentExists ? [] : [model.development]),
    ...(productionExists || !model.production.enabled ? [] : [model.production.branch]),
  ];
  return (
    <>
      <PageHead title="Branching model">
        Which branches are for what. Restrictions by type follow it, and software that makes branches asks for it.
      </PageHead>
      <Stack>
        {inherited ? (
          <Notice>
            <p>
              <strong>It comes from {repository.project.name}.</strong> What you save here is the repository’s own.
            </p>
          </Notice>
        ) : null}
        {gone.length > 0 ? (
          <Notice tone="caution">
            <p>There is no branch {gone.join(" and no branch ")} any more.</p>
          </Notice>
        ) : null}
        <ModelPanels
          names={names}
          values={{ ...model, kinds: branchKinds.map((kind) => ({ kind, ...model.kinds[kind] })) }}
          inherited={inherited}
          project={repository.project.name}
          mainBranch={repository.mainBranch}
        />
      </Stack>
    </>
  );
}
