import type { Metadata } from "next";
import { PermissionsPage } from "@/app/_permissions/permissions-page";
import { openRepository } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { can } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";

type Params = { params: Promise<{ workspace: string; repository: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Permissions · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function RepositoryPermissionsPage({ params }: Params) {
  const { workspace, repository: slug } = await params;
  const { caller, repository } = await openRepository(workspace, slug);
  const label = `${repository.workspace.slug}/${repository.slug}`;
  if (!can(caller.principal, "permission:write", repository.resource)) {
    return (
      <Refusal
        title="Permissions"
        rule={`Only admins of ${label} manage its permissions.`}
        admins={await adminNames(repository.resource)}
      />
    );
  }
  const resource = {
    kind: "repository" as const,
    workspace: repository.workspace.slug,
    repository: repository.slug,
  };
  return <PermissionsPage caller={caller} subject={{ resource, label }} />;
}
