import type { ReactNode } from "react";
import { openRepository } from "@/app/_shell/open";
import { repositoryHome } from "@/app/_shell/resource-bars";
import { SettingsFrame } from "@/app/_shell/settings-frame";
import { can } from "@/lib/authorization/can";

/** Around the settings pages of a repository. Each of them asks for itself who may open it. */
export default async function RepositorySettingsLayout({
  params,
  children,
}: {
  params: Promise<{ workspace: string; repository: string }>;
  children: ReactNode;
}) {
  const { workspace, repository: slug } = await params;
  const { caller, repository } = await openRepository(workspace, slug);
  const base = `${repositoryHome(repository)}/admin`;
  return (
    <SettingsFrame
      label="Repository settings"
      mayManage={can(caller.principal, "repository:admin", repository.resource)}
      pages={[
        { label: "General", href: base },
        { label: "Permissions", href: `${base}/permissions` },
        { label: "Access tokens", href: `${base}/access-tokens` },
        { label: "Branch restrictions", href: `${base}/branch-restrictions` },
        { label: "Branching model", href: `${base}/branching-model` },
        { label: "Webhooks", href: `${base}/webhooks` },
        { label: "Variables", href: `${base}/variables` },
        { label: "Audit log", href: `${base}/audit-log` },
      ]}
    >
      {children}
    </SettingsFrame>
  );
}
