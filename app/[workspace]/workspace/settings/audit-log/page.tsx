import type { Metadata } from "next";
import { AuditPage } from "@/app/_audit/audit-page";
import { openWorkspace } from "@/app/_shell/open";
import { workspacePage } from "@/app/_shell/resource-bars";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: { absolute: `Audit log · ${workspace.slug}` } };
}

export default async function Page({ params, searchParams }: Props) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  const log = {
    name: { kind: "workspace" as const, workspace: workspace.slug },
    resource: workspace.resource,
    label: workspace.slug,
    href: `${workspacePage(workspace)}/workspace/settings/audit-log`,
  };
  return <AuditPage caller={caller} log={log} searchParams={searchParams} />;
}
