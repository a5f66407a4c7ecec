import { GroupedLookup } from "@/db/grouped-lookup";
import type { AccessTokenPrincipal, TokenLimits } from "../authorization/principal";
import { isScope, type ResourceKind, type Scope } from "../authorization/scopes";
import { noteUnknownSecret } from "../token-usage/ended-uses";
import { recordUsage } from "../token-usage/record";
import { readWorkspace, workspaceColumns } from "../workspaces/find";
import { rangesHold } from "./addresses";
import { ownerOf } from "./owner";
import { digestsForLookup, parseSecret } from "./secret";

/** From where a secret is presented, and for what. */
export type Presentation = {
  /** Null where it isn't known: then no token with a list of addresses is let in. */
  address: string | null;
  client: string;
  operation: string;
  scope: string;
};

/**
 * The principal that a secret stands for, or null where it opens nothing: malformed, unknown, revoked, expired, or
 * presented from an address that the token may not come from. Reads the database every time, so that a revocation holds
 * for the very next request. Throws where the database is away.
 */
export async function verifyAccessToken(
  text: string,
  presented: Presentation = fromNowhere,
): Promise<AccessTokenPrincipal | null> {
  const secret = parseSecret(text);
  if (!secret) return null;
  const digests = digestsForLookup(secret);
  for (const digest of digests) {
    const live = await liveSecrets.find(digest);
    if (live && (live.expiresAt === null || live.expiresAt > Date.now())) return letIn(live.principal, presented);
    if (live) break;
  }
  for (const digest of digests) noteUnknownSecret(digest, presented);
  return null;
}

const fromNowhere: Presentation = { address: null, client: "", operation: "", scope: "" };

function letIn(principal: AccessTokenPrincipal, presented: Presentation): AccessTokenPrincipal | null {
  const { addresses, addressMode } = principal.limits;
  if (addresses === null || addressMode === "watch" || rangesHold(addresses, presented.address)) return principal;
  recordUsage({ ...presented, principal, outcome: "address" });
  return null;
}

type LiveSecret = { principal: AccessTokenPrincipal; expiresAt: number | null };

const liveSecrets = new GroupedLookup<LiveSecret>({
  name: "live_secrets",
  // One token may be asked for many times in a group: each asking gets its row.
  text: `select keys.position::int, secrets.access_token_id, secrets.kind, secrets.workspace_id, secrets.project_id,
                secrets.repository_id, array_to_string(secrets.scopes, ' '), secrets.name, secrets.bot_id,
                extract(epoch from secrets.expires_at)::float8 * 1000, secrets.id, secrets.addresses,
                secrets.address_mode, secrets.refs, ${workspaceColumns}
           from unnest($1::bytea[]) with ordinality as keys (digest_key, position)
           join access_token_secrets as secrets on secrets.digest = keys.digest_key
           join workspaces on workspaces.id = secrets.workspace_id`,
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
      ...workspace
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
      ...unknown[],
    ];
    return {
      principal: {
        kind: "access_token",
        accessTokenId,
        tokenKind: kind,
        workspaceId,
        workspace: readWorkspace(workspace),
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
