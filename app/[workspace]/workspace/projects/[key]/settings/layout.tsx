import type { ReactNode } from "react";
import { openProject } from "@/app/_shell/open";
import { projectPage } from "@/app/_shell/resource-bars";
import { SettingsFrame } from "@/app/_shell/settings-frame";
import { can } from "@/lib/authorization/can";

/** Around the settings pages of a project. Each of them asks for itself who may open it. */
export default async function ProjectSettingsLayout({
  params,
  children,
}: {
  params: Promise<{ workspace: string; key: string }>;
  children: ReactNode;
}) {
  const { workspace, key } = await params;
  const { caller, project } = await openProject(workspace, key);
  const base = `${projectPage(project)}/settings`;
  return (
    <SettingsFrame
      label="Project settings"
      mayManage={can(caller.principal, "project:admin", project.resource)}
      pages={[
        { label: "General", href: base },
        { label: "Permissions", href: `${base}/permissions` },
        { label: "Access tokens", href: `${base}/access-tokens` },
        { label: "Audit log", href: `${base}/audit-log` },
      ]}
    >
      {children}
    </SettingsFrame>
  );
}
