import type { Metadata } from "next";
import { cache } from "react";
import { orNotFound } from "@/app/_shell/open";
import { EnvironmentPage } from "@/app/_variables/environment-page";
import { openRepositoryPlace } from "@/app/_variables/open-repository-place";
import { VariablesGate } from "@/app/_variables/variables-gate";
import { getEnvironment } from "@/lib/environments/list";

type Params = { params: Promise<{ workspace: string; repository: string; id: string }> };

/** Once for the title and the page. */
const openEnvironment = cache(async (workspace: string, repository: string, id: string) => {
  const place = await openRepositoryPlace({ workspace, repository });
  const environment = orNotFound(await getEnvironment(place.caller, { ...place.repository, environment: id }));
  return { ...place, environment };
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace, repository, id } = await params;
  const { environment, label } = await openEnvironment(workspace, repository, id);
  return { title: `${environment.name} · ${label}` };
}

export default async function EnvironmentVariablesPage({ params }: Params) {
  const { workspace, repository, id } = await params;
  const { caller, resource, label, ...opened } = await openEnvironment(workspace, repository, id);
  return (
    <VariablesGate caller={caller} resource={resource} label={label}>
      <EnvironmentPage caller={caller} label={label} {...opened} />
    </VariablesGate>
  );
}
