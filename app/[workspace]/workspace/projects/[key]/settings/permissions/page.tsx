import type { Metadata } from "next";
import { PermissionsPage } from "@/app/_permissions/permissions-page";
import { openProject } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { can } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";

type Params = { params: Promise<{ workspace: string; key: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace, key } = await params;
  const { project } = await openProject(workspace, key);
  return { title: `Permissions · ${project.name}` };
}

export default async function ProjectPermissionsPage({ params }: Params) {
  const { workspace, key } = await params;
  const { caller, project } = await openProject(workspace, key);
  if (!can(caller.principal, "permission:write", project.resource)) {
    return (
      <Refusal
        title="Permissions"
        rule={`Only admins of ${project.name} manage its permissions.`}
        admins={await adminNames(project.resource)}
      />
    );
  }
  const resource = { kind: "project" as const, workspace: project.workspace.slug, project: project.key };
  return <PermissionsPage caller={caller} subject={{ resource, label: project.name }} />;
}
