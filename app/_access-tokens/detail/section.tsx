import { type ReactNode, useId } from "react";
import { Panel, PanelHead } from "@/components/ui/panel";

/** A block of a token's page. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId}>
      <Panel>
        <PanelHead>
          <h2 id={headingId} className="text-base">
            {title}
          </h2>
        </PanelHead>
        {children}
      </Panel>
    </section>
  );
}
