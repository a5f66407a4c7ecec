"use client";
import { useState } from "react";
import { Panel, PanelBody } from "@/components/ui/panel";
import { updateModelAction } from "./actions";
import { InheritModel } from "./inherit-model";
import { ModelForm, type ModelValues } from "./model-form";

/** The model, and giving up one of the repository's own: the form then begins anew with what the project says. */
export function ModelPanels({
  names,
  values,
  inherited,
  project,
  mainBranch,
}: {
  names: { workspace: string; repository: string };
  values: ModelValues;
  inherited: boolean;
  project: string;
  mainBranch: string;
}) {
  const [timesGivenUp, setTimesGivenUp] = useState(0);
  const [wasInherited, setWasInherited] = useState(inherited);
  if (inherited !== wasInherited) {
    setWasInherited(inherited);
    if (inherited) setTimesGivenUp(timesGivenUp + 1);
  }
  return (
    <>
      <Panel>
        <PanelBody>
          <ModelForm
            key={timesGivenUp}
            values={values}
            mainBranch={mainBranch}
            action={updateModelAction.bind(null, names)}
            focused={timesGivenUp > 0}
          />
        </PanelBody>
      </Panel>
      {inherited ? null : <InheritModel names={names} project={project} />}
    </>
  );
}
