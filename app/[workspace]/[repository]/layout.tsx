import type { ReactNode } from "react";
import { openRepository } from "@/app/_shell/open";
import { RepositoryBars } from "@/app/_shell/resource-bars";

export default async function RepositoryLayout({
  params,
  children,
}: {
  params: Promise<{ workspace: string; repository: string }>;
  children: ReactNode;
}) {
  const { workspace, repository: slug } = await params;
  const { caller, repository } = await openRepository(workspace, slug);
  return (
    <>
      <RepositoryBars caller={caller} repository={repository} />
      {children}
    </>
  );
}
