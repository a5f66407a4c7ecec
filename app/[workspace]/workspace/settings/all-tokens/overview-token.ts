import type { OwnedTokenView } from "@/lib/access-tokens/list-all";
import type { ResourceName } from "@/lib/resource-name";

/** A row as the browser gets it: times are text, and the resource comes with the token's address. */
export type OverviewToken = Pick<
  OwnedTokenView,
  "id" | "kind" | "name" | "scopes" | "state" | "createdBy" | "adoptedBy" | "revokedBy" | "endReason"
> & {
  owner: { label: string; href: string } | null;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  endedAt: string | null;
};

export function toOverviewToken(token: OwnedTokenView): OverviewToken {
  const { id, kind, name, scopes, state, createdBy, adoptedBy, revokedBy, endReason, owner } = token;
  const ended = token.revokedAt ?? (state === "expired" ? token.expiresAt : null);
  return {
    ...{ id, kind, name, scopes, state, createdBy, adoptedBy, revokedBy, endReason },
    owner: owner && { label: owner.label, href: tokensHref(owner.name) },
    createdAt: token.createdAt.toISOString(),
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
    expiresAt: token.expiresAt?.toISOString() ?? null,
    endedAt: ended?.toISOString() ?? null,
  };
}

/** The address of the tokens of a resource. */
function tokensHref(name: ResourceName): string {
  switch (name.kind) {
    case "workspace":
      return `/${name.workspace}/workspace/settings/access-tokens`;
    case "project":
      return `/${name.workspace}/workspace/projects/${name.project}/settings/access-tokens`;
    case "repository":
      return `/${name.workspace}/${name.repository}/admin/access-tokens`;
  }
}
