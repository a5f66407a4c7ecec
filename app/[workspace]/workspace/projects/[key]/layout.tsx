import type { ReactNode } from "react";
import { openProject } from "@/app/_shell/open";
import { ProjectBars } from "@/app/_shell/resource-bars";

export default async function ProjectLayout({
  params,
  children,
}: {
  params: Promise<{ workspace: string; key: string }>;
  children: ReactNode;
}) {
  const { workspace, key } = await params;
  const { caller, project } = await openProject(workspace, key);
  return (
    <>
      <ProjectBars caller={caller} project={project} />
      {children}
    </>
  );
}
