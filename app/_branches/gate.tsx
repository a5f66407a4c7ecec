import type { ReactNode } from "react";
import type { UserCaller } from "@/app/_session/caller";
import { openRepository } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { can } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";
import type { Repository } from "@/lib/repositories/find";

export type RepositoryParams = { params: Promise<{ workspace: string; repository: string }> };

/** What admins of a repository see of the rules for its branches; others hear whom to ask. */
export async function gateBranches(
  { params }: RepositoryParams,
  title: string,
  show: (opened: { caller: UserCaller; repository: Repository }) => ReactNode,
) {
  const { workspace, repository: slug } = await params;
  const { caller, repository } = await openRepository(workspace, slug);
  if (can(caller.principal, "repository:admin", repository.resource)) return show({ caller, repository });
  const rule = `Only admins of ${repository.workspace.slug}/${repository.slug} say what may be done to its branches.`;
  return <Refusal title={title} rule={rule} admins={await adminNames(repository.resource)} />;
}

export async function branchesTitle({ params }: RepositoryParams, title: string) {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `${title} · ${repository.workspace.slug}/${repository.slug}` };
}
