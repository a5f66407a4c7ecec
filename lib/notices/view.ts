import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { notices } from "@/db/schema/notices";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { workspaces } from "@/db/schema/workspaces";
import type { ResourceKind } from "../authorization/scopes";

const columns = {
  id: notices.id,
  workspaceId: notices.workspaceId,
  kind: notices.kind,
  details: notices.details,
  at: notices.at,
  accessTokenId: notices.accessTokenId,
  tokenName: accessTokens.name,
  tokenKind: accessTokens.kind,
  workspaceSlug: workspaces.slug,
  projectKey: projects.key,
  projectName: projects.name,
  repositorySlug: repositories.slug,
};

/** A notice with the token and the resource that it tells of, as they are called now. */
export type NoticeView = {
  id: string;
  workspaceId: string;
  kind: string;
  details: Record<string, unknown>;
  at: Date;
  accessTokenId: string;
  tokenName: string;
  tokenKind: ResourceKind;
  workspaceSlug: string;
  projectKey: string | null;
  projectName: string | null;
  repositorySlug: string | null;
};

/** Selects views; the caller adds the workspace to the condition. */
export function selectNoticeViews() {
  return db()
    .select(columns)
    .from(notices)
    .innerJoin(workspaces, eq(workspaces.id, notices.workspaceId))
    .innerJoin(
      accessTokens,
      and(eq(accessTokens.workspaceId, notices.workspaceId), eq(accessTokens.id, notices.accessTokenId)),
    )
    .leftJoin(
      projects,
      and(eq(projects.workspaceId, accessTokens.workspaceId), eq(projects.id, accessTokens.projectId)),
    )
    .leftJoin(
      repositories,
      and(eq(repositories.workspaceId, accessTokens.workspaceId), eq(repositories.id, accessTokens.repositoryId)),
    )
    .$dynamic();
}

/** `acme`, `Platform` or `acme/api`: what the token belongs to. Only the workspace is left of what was deleted. */
export function resourceLabel({ projectName, repositorySlug, workspaceSlug }: NoticeView): string {
  return projectName ?? (repositorySlug === null ? workspaceSlug : `${workspaceSlug}/${repositorySlug}`);
}

/** The path of the token's own page; null where its resource was deleted, and the page with it. */
export function tokenPath(notice: NoticeView): string | null {
  const list = listPath(notice);
  return list && `${list}/${notice.accessTokenId}`;
}

function listPath({ tokenKind, workspaceSlug, projectKey, repositorySlug }: NoticeView): string | null {
  switch (tokenKind) {
    case "workspace":
      return `/${workspaceSlug}/workspace/settings/access-tokens`;
    case "project":
      return projectKey && `/${workspaceSlug}/workspace/projects/${projectKey}/settings/access-tokens`;
    case "repository":
      return repositorySlug && `/${workspaceSlug}/${repositorySlug}/admin/access-tokens`;
  }
}
