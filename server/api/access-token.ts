import { botEmail } from "@/lib/access-tokens/bot";
import { endOwnAccessToken, getOwnAccessToken } from "@/lib/access-tokens/own";
import { braced } from "@/lib/ids";
import { json, noContent } from "../http/answer";
import { unauthenticated } from "../http/error-response";
import { ownTokenRoute } from "../http/operation-route";

ownTokenRoute("GET", "/api/access-token", "access_tokens.get_own", async ({ caller, origin }) => {
  const token = caller.principal;
  const own = await getOwnAccessToken(token);
  if (!own) return unauthenticated(true);
  const { addresses, addressMode, refs } = token.limits;
  return json({
    id: token.accessTokenId,
    name: token.name,
    kind: token.tokenKind,
    workspace: own.workspace,
    ...(own.project === null ? undefined : { project: own.project }),
    ...(own.repository === null ? undefined : { repository: own.repository }),
    scopes: token.access[0].scopes,
    created_at: own.createdAt.toISOString(),
    expires_at: own.expiresAt?.toISOString() ?? null,
    replaced: own.old,
    limits: { addresses, address_mode: addresses === null ? null : addressMode, refs },
    bot_uuid: braced(token.accessTokenId),
    bot_email: botEmail(token.botId, new URL(origin).host),
  });
});

ownTokenRoute("DELETE", "/api/access-token", "access_tokens.end_own", async ({ caller }) => {
  await endOwnAccessToken(caller);
  return noContent();
});
