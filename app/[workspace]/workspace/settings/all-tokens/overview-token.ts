import { type TokenItem, toTokenItem } from "@/app/_access-tokens/token-item";
import type { OwnedTokenView } from "@/lib/access-tokens/list-all";
import type { ResourceName } from "@/lib/resource-name";

/** A row as the browser gets it: a token with the resource that it belongs to, and where that one's tokens are. */
export type OverviewToken = TokenItem & { owner: { label: string; href: string } | null };

/** As much of a token as tells which one it is before it's revoked. */
export type ChosenToken = Pick<OverviewToken, "id" | "name" | "lastUsedAt"> & { owner: { label: string } | null };

export function toOverviewToken(token: OwnedTokenView): OverviewToken {
  const { owner } = token;
  return { ...toTokenItem(token), owner: owner && { label: owner.label, href: tokensHref(owner.name) } };
}

export function toChosenToken({ id, name, lastUsedAt, owner }: OwnedTokenView): ChosenToken {
  return { id, name, lastUsedAt: lastUsedAt?.toISOString() ?? null, owner: owner && { label: owner.label } };
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
