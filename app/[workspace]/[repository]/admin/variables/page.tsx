import type { Metadata } from "next";
import { openRepositoryPlace } from "@/app/_variables/open-repository-place";
import { RepositoryVariables } from "@/app/_variables/repository-variables";
import { VariablesGate } from "@/app/_variables/variables-gate";

type Params = { params: Promise<{ workspace: string; repository: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { label } = await openRepositoryPlace(await params);
  return { title: `Variables · ${label}` };
}

export default async function RepositoryVariablesPage({ params }: Params) {
  const { caller, resource, repository, label, path } = await openRepositoryPlace(await params);
  return (
    <VariablesGate caller={caller} resource={resource} label={label}>
      <RepositoryVariables caller={caller} repository={repository} label={label} path={path} />
    </VariablesGate>
  );
}
