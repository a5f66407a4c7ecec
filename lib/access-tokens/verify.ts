import { GroupedLookup } from "@/db/grouped-lookup";
import type { AccessTokenPrincipal, TokenLimits } from "../authorization/principal";
import { isScope, type ResourceKind, type Scope } from "../authorization/scopes";
import { ownerOf } from "./owner";
import { digestsForLookup, parseSecret } from "./secret";

/**
 * The principal that a secret stands for, or null where it opens nothing: malformed, unknown, revoked, expired.
 * Reads the database every time, so that a revocation holds for the very next request. Throws where the database is away.
 */
export async function verifyAccessToken(text: string): Promise<AccessTokenPrincipal | null> {
  const secret = parseSecret(text);
  if (!secret) return null;
  for (const digest of digestsForLookup(secret)) {
    const live = await liveSecrets.find(digest);
    if (live) return live.expiresAt !== null && live.expiresAt <= Date.now() ? null : live.principal;
  }
  return null;
}

type LiveSecret = { principal: AccessTokenPrincipal; expiresAt: number | null };

const liveSecrets = new GroupedLookup<LiveSecret>({
  name: "live_secrets",
  // One token may be asked for many times in a group: each asking gets its row.
  text: `select keys.position::int, access_token_id, kind, workspace_id, project_id, repository_id,
                array_to_string(scopes, ' '), name, bot_id, extract(epoch from expires_at)::float8 * 1000,
                id, addresses, address_mode, refs
           from unnest($1::bytea[]) with ordinality as keys (digest_key, position)
           join access_token_secrets on digest = digest_key`,
  read: (columns) => {
    const [
      accessTokenId,
      kind,
      workspaceId,
      projectId,
      repositoryId,
      scopes,
      name,
      botId,
      expiresAt,
      secretId,
      addresses,
      mode,
      refs,
    ] = columns as [
      string,
      ResourceKind,
      string,
      string | null,
      string | null,
      string,
      string,
      string,
      number | null,
      string,
      string[] | null,
      "enforce" | "watch",
      string[] | null,
    ];
    return {
      principal: {
        kind: "access_token",
        accessTokenId,
        tokenKind: kind,
        workspaceId,
        name,
        botId,
        secretId,
        limits: addresses === null && refs === null ? noLimits : { addresses, addressMode: mode, refs },
        access: [{ resource: ownerOf(kind, workspaceId, projectId, repositoryId), scopes: knownScopes(scopes) }],
      },
      expiresAt,
    };
  },
});

const noLimits: TokenLimits = { addresses: null, addressMode: "enforce", refs: null };

function knownScopes(text: string): Scope[] {
  return text.split(" ").filter(isScope);
}
