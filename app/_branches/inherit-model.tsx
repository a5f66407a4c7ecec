"use client";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { useToast } from "@/components/ui/toast";
import { inheritModelAction } from "./actions";

/** Gives the repository's own model up for its project's. */
export function InheritModel({
  names,
  project,
}: {
  names: { workspace: string; repository: string };
  project: string;
}) {
  const showToast = useToast();
  const { run, pending, message } = useRowAction();
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Follow the project again</h2>
      </PanelHead>
      <PanelBody className="grid gap-3">
        <FormMessage message={message} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <p className="max-w-[66ch] text-muted">
            The model above is forgotten. Restrictions by type follow the one of {project} from then on.
          </p>
          <Button
            pending={pending}
            onClick={() =>
              run(
                () => inheritModelAction(names),
                () => showToast({ title: `The branching model follows ${project} now` }),
              )
            }
          >
            Use the project’s model
          </Button>
        </div>
      </PanelBody>
    </Panel>
  );
}
