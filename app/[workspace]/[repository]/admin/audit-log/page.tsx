import type { Metadata } from "next";
import { AuditPage } from "@/app/_audit/audit-page";
import { openRepository } from "@/app/_shell/open";
import { repositoryHome } from "@/app/_shell/resource-bars";

type Props = {
  params: Promise<{ workspace: string; repository: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { repository } = await open(params);
  return { title: { absolute: `Audit log · ${labelOf(repository)}` } };
}

export default async function Page({ params, searchParams }: Props) {
  const { caller, repository } = await open(params);
  const log = {
    name: { kind: "repository" as const, workspace: repository.workspace.slug, repository: repository.slug },
    resource: repository.resource,
    label: labelOf(repository),
    href: `${repositoryHome(repository)}/admin/audit-log`,
  };
  return <AuditPage caller={caller} log={log} searchParams={searchParams} />;
}

async function open(params: Props["params"]) {
  const { workspace, repository } = await params;
  return openRepository(workspace, repository);
}

function labelOf({ workspace, slug }: { workspace: { slug: string }; slug: string }): string {
  return `${workspace.slug}/${slug}`;
}
