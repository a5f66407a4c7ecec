import "server-only";
import type { UserCaller } from "@/app/_session/caller";
import { getAccessToken } from "@/lib/access-tokens/get";
import { type OpenedOwner, titleOf } from "../token-owner";

/** "release-bot · acme/api"; whoever may not see the token isn't told its name. */
export async function tokenTitle(opened: OpenedOwner & { caller: UserCaller }, id: string, verb = "") {
  const found = await getAccessToken(opened.caller, { resource: opened.owner.name, id });
  return titleOf(found.ok ? `${verb} ${found.value.token.name}`.trim() : "Access token", opened);
}
