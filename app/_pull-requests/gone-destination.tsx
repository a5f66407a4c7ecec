import { Panel, PanelBody } from "@/components/ui/panel";

/** In the place of what can't be compared any more. */
export function GoneDestination({ branch }: { branch: string }) {
  return (
    <Panel>
      <PanelBody className="text-muted">
        {branch} was rewritten or deleted, and what it was then is gone: there is nothing left to compare with.
      </PanelBody>
    </Panel>
  );
}
