import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { nameOf, type Person, PersonMark, toPerson } from "@/app/_people/person";
import { orNotFound } from "@/app/_shell/open";
import { repositoryHome } from "@/app/_shell/resource-bars";
import { PageHead, Stack } from "@/components/page";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { Cell, Pair, Row, Table } from "@/components/ui/table";
import type { Caller } from "@/lib/authorization/principal";
import { listBranchRestrictions } from "@/lib/branch-restrictions/administer";
import { effectiveModel, hasType } from "@/lib/branching-models/effective";
import type { Repository } from "@/lib/repositories/find";
import { createRestrictionAction } from "./actions";
import { offeredIn } from "./offered";
import { RestrictionForm } from "./restriction-form";
import { ruleOf, typeWords } from "./words";

/** What may not be done to the branches of a repository, for its admins. */
export async function RestrictionsPage({ caller, repository }: { caller: Caller; repository: Repository }) {
  const names = { workspace: repository.workspace.slug, repository: repository.slug };
  const path = `${repositoryHome(repository)}/admin/branch-restrictions`;
  const { items, total, people } = orNotFound(await listBranchRestrictions(caller, { ...names, pageLength: 100 }));
  const model = effectiveModel(repository);
  return (
    <>
      <PageHead title="Branch restrictions">
        What may not be done to branches of{" "}
        <strong>
          {names.workspace}/{names.repository}
        </strong>
        , with git, over the API or here, and what a merge takes. They bind admins too.
      </PageHead>
      <Stack>
        <Panel>
          {items.length === 0 ? (
            <EmptyState
              title="No branch is restricted"
              picture={<Icon icon={ShieldCheck} size={22} className="text-muted" />}
            >
              Whoever may write can push to each branch, rewrite it and delete it. Begin with main: nobody rewrites its
              history.
            </EmptyState>
          ) : (
            <Table
              caption={`Branch restrictions of ${names.workspace}/${names.repository}`}
              columns={[{ label: "Rule" }, { label: "Branches" }, { label: "Leaves out" }]}
            >
              {items.map(({ number, kind, value, pattern, branchType, exempt }) => (
                <Row key={number}>
                  <Cell>
                    <Link href={`${path}/${number}`} className="font-semibold">
                      {ruleOf({ kind, value })}
                    </Link>
                  </Cell>
                  <Pair label="Branches">
                    {branchType === null ? (
                      <code className="[overflow-wrap:anywhere]">{pattern}</code>
                    ) : hasType(model, branchType) ? (
                      typeWords[branchType]
                    ) : (
                      `${typeWords[branchType]}: switched off, so it guards nothing`
                    )}
                  </Pair>
                  <Pair label="Leaves out">
                    <LeavesOut people={exempt.map(({ id }) => toPerson(people.get(id), "Somebody who is gone"))} />
                  </Pair>
                </Row>
              ))}
            </Table>
          )}
          {total > items.length ? (
            <p className="border-t px-4 py-3 text-sm text-muted">
              The first {items.length} of {total}. The API lists them all.
            </p>
          ) : null}
        </Panel>
        <Panel>
          <PanelHead>
            <h2 className="text-base">Add a restriction</h2>
          </PanelHead>
          <PanelBody>
            <RestrictionForm
              values={null}
              offered={await offeredIn(caller, repository)}
              action={createRestrictionAction.bind(null, names)}
            />
          </PanelBody>
        </Panel>
      </Stack>
    </>
  );
}

function LeavesOut({ people }: { people: Person[] }) {
  if (people.length === 0) return <span className="text-muted">Nobody</span>;
  return (
    <ul className="grid gap-1">
      {people.map((person, index) => (
        <li key={person.id || index} className="flex items-center gap-2">
          <PersonMark person={person} size="small" />
          <span className="min-w-0 self-baseline [overflow-wrap:anywhere]">{nameOf(person)}</span>
        </li>
      ))}
    </ul>
  );
}
