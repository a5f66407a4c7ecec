import type { ReactNode } from "react";
import { openWorkspace } from "@/app/_shell/open";
import { WorkspaceBars, workspacePage } from "@/app/_shell/resource-bars";
import { SettingsFrame } from "@/app/_shell/settings-frame";
import { can } from "@/lib/authorization/can";

/** Around the settings pages of a workspace. Each of them asks for itself who may open it. */
export default async function WorkspaceSettingsLayout({
  params,
  children,
}: {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  const base = `${workspacePage(workspace)}/workspace/settings`;
  return (
    <>
      <WorkspaceBars caller={caller} workspace={workspace} />
      <SettingsFrame
        label="Workspace settings"
        mayManage={can(caller.principal, "workspace:admin", workspace.resource)}
        pages={[
          { label: "General", href: base },
          { label: "Access tokens", href: `${base}/access-tokens` },
          { label: "All tokens", href: `${base}/all-tokens` },
          { label: "Token policy", href: `${base}/token-policy` },
          { label: "Token presets", href: `${base}/token-presets` },
          { label: "Webhooks", href: `${base}/webhooks` },
          { label: "Variables", href: `${base}/variables` },
          { label: "Audit log", href: `${base}/audit-log` },
          { label: "Notices", href: `${base}/notices` },
        ]}
      >
        {children}
      </SettingsFrame>
    </>
  );
}
