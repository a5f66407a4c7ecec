import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import type { Environment } from "@/lib/environments/environment";
import { createEnvironmentAction } from "./environment-actions";
import { EnvironmentForm } from "./environment-form";

/** The environments of a repository, each leading to its variables, and the form that adds one. */
export function EnvironmentsPanel({
  repository,
  environments,
  path,
}: {
  repository: { workspace: string; repository: string };
  environments: Environment[];
  path: string;
}) {
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Environments</h2>
      </PanelHead>
      {environments.length === 0 ? (
        <PanelBody className="border-b text-muted">
          There are none yet. A run that deploys to one gets its variables too, and they count before those above.
        </PanelBody>
      ) : (
        <ul className="divide-y border-b">
          {environments.map(({ id, name, type }) => (
            <li key={id}>
              <Link
                href={`${path}/${id}`}
                className="flex min-h-11 items-center gap-x-3 px-4 py-2 no-underline -outline-offset-2 hover:bg-hover"
              >
                <span className="min-w-0 font-semibold underline [overflow-wrap:anywhere]">{name}</span>
                {name === type ? null : <span className="text-sm text-muted">{type}</span>}
                <Icon icon={ChevronRight} className="ml-auto text-muted" />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <PanelBody>
        <EnvironmentForm environment={null} action={createEnvironmentAction.bind(null, repository)} />
      </PanelBody>
    </Panel>
  );
}
