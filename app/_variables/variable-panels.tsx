import { orNotFound } from "@/app/_shell/open";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import type { Caller } from "@/lib/authorization/principal";
import { listEnvironmentVariables, listRepositoryVariables, listWorkspaceVariables } from "@/lib/variables/list";
import { createVariableAction } from "./actions";
import type { VariablePlaceName } from "./place";
import { VariableForm } from "./variable-form";
import { VariableList } from "./variable-list";

/** The variables of one place, and the form that adds one. */
export async function VariablePanels({
  caller,
  place,
  label,
}: {
  caller: Caller;
  place: VariablePlaceName;
  label: string;
}) {
  const { items } = orNotFound(await listIn(caller, place));
  return (
    <>
      <VariableList place={place} label={label} variables={items} />
      <Panel>
        <PanelHead>
          <h2 className="text-base">Add a variable</h2>
        </PanelHead>
        <PanelBody>
          <VariableForm variable={null} action={createVariableAction.bind(null, place)} />
        </PanelBody>
      </Panel>
    </>
  );
}

function listIn(caller: Caller, place: VariablePlaceName) {
  // As many as there can be.
  const page = { pageLength: 100 };
  switch (place.kind) {
    case "workspace":
      return listWorkspaceVariables(caller, { ...place, ...page });
    case "repository":
      return listRepositoryVariables(caller, { ...place, ...page });
    case "environment":
      return listEnvironmentVariables(caller, { ...place, ...page });
  }
}
