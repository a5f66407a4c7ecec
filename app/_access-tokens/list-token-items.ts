import "server-only";
import type { UserCaller } from "@/app/_session/caller";
import { listAccessTokens } from "@/lib/access-tokens/list";
import { ok, type Result } from "@/lib/errors";
import type { ResourceName } from "@/lib/resource-name";
import { usageSparklines } from "@/lib/token-usage/sparklines";
import { findWorkspace } from "@/lib/workspaces/find";
import type { Shown } from "./list-address";
import { listInput } from "./list-input";
import { type TokenItemPage, toTokenItemPage } from "./token-item";

/** A page of the list as the browser gets it: the tokens, and how much each was used in the last 30 days. */
export async function listTokenItems(
  caller: UserCaller,
  resource: ResourceName,
  shown: Shown,
): Promise<Result<TokenItemPage>> {
  const listed = await listAccessTokens(caller, listInput(resource, shown));
  if (!listed.ok) return listed;
  const workspace = await findWorkspace(resource.workspace);
  const ids = listed.value.tokens.map(({ id }) => id);
  const lines = workspace ? await usageSparklines(workspace.id, ids) : new Map<string, number[]>();
  return ok(toTokenItemPage(listed.value, lines));
}
