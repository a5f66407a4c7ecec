import { notFound } from "next/navigation";
import { orNotFound } from "@/app/_shell/open";
import { repositoryHome } from "@/app/_shell/resource-bars";
import { BackLink, PageHead, Stack } from "@/components/page";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import type { Caller } from "@/lib/authorization/principal";
import { getBranchRestriction } from "@/lib/branch-restrictions/administer";
import type { Repository } from "@/lib/repositories/find";
import { updateRestrictionAction } from "./actions";
import { DeleteRestriction } from "./delete-restriction";
import { offeredIn } from "./offered";
import { RestrictionForm } from "./restriction-form";
import { ruleOf, typeWords } from "./words";

/** One restriction: to be changed, or lifted. */
export async function RestrictionPage({
  caller,
  repository,
  id,
}: {
  caller: Caller;
  repository: Repository;
  id: string;
}) {
  if (!/^\d{1,9}$/.test(id)) notFound();
  const names = { workspace: repository.workspace.slug, repository: repository.slug };
  const path = `${repositoryHome(repository)}/admin/branch-restrictions`;
  const found = orNotFound(await getBranchRestriction(caller, { ...names, number: Number(id) }));
  const { number, kind, pattern, branchType, value, exempt } = found.restriction;
  const branches = branchType === null ? (pattern ?? "") : typeWords[branchType];
  return (
    <>
      <BackLink href={path}>Branch restrictions</BackLink>
      <PageHead title={ruleOf(found.restriction)}>{branches}</PageHead>
      <Stack>
        <Panel>
          <PanelHead>
            <h2 className="text-base">Settings</h2>
          </PanelHead>
          <PanelBody>
            <RestrictionForm
              values={{ kind, pattern, branchType, value, exempt: exempt.map((one) => one.id) }}
              offered={await offeredIn(caller, repository, found)}
              action={updateRestrictionAction.bind(null, names, number)}
            />
          </PanelBody>
        </Panel>
        <DeleteRestriction
          names={names}
          number={number}
          rule={ruleOf(found.restriction)}
          branches={branches}
          leadsTo={path}
        />
      </Stack>
    </>
  );
}
