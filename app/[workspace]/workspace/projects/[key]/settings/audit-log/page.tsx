import type { Metadata } from "next";
import { AuditPage } from "@/app/_audit/audit-page";
import { openProject } from "@/app/_shell/open";
import { projectPage } from "@/app/_shell/resource-bars";

type Props = {
  params: Promise<{ workspace: string; key: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, key } = await params;
  const { project } = await openProject(workspace, key);
  return { title: { absolute: `Audit log · ${project.name}` } };
}

export default async function Page({ params, searchParams }: Props) {
  const { workspace, key } = await params;
  const { caller, project } = await openProject(workspace, key);
  const log = {
    name: { kind: "project" as const, workspace: project.workspace.slug, project: project.key },
    resource: project.resource,
    label: project.name,
    href: `${projectPage(project)}/settings/audit-log`,
  };
  return <AuditPage caller={caller} log={log} searchParams={searchParams} />;
}
