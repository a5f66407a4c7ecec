import type { Executor } from "@/db/client";
import { accessTokenSecrets } from "@/db/schema/access-tokens";
import type { ResourceKind, Scope } from "../authorization/scopes";
import { newId } from "../ids";
import { digestForStorage, newSecret, type TokenSecret } from "./secret";

/** What a token may do, and under which limits. */
export type Grant = {
  scopes: Scope[];
  expiresAt: Date | null;
  addresses: string[] | null;
  addressMode: "enforce" | "watch";
  refs: string[] | null;
};

type Identity = Grant & {
  id: string;
  workspaceId: string;
  kind: ResourceKind;
  projectId: string | null;
  repositoryId: string | null;
  name: string;
  botId: string;
};

/** A new live secret of the token, with its copy of what the decision needs. */
export async function insertSecret(tx: Executor, token: Identity, createdAt: Date): Promise<TokenSecret> {
  const secret = newSecret(token.kind);
  const { id: accessTokenId, ...copy } = token;
  await tx
    .insert(accessTokenSecrets)
    .values({ ...copy, ...digestForStorage(secret), id: newId(), accessTokenId, createdAt });
  return secret;
}

/** The same for the audit trail. */
export function grantDetails({ scopes, expiresAt, addresses, addressMode, refs }: Grant) {
  return {
    scopes,
    expires_at: expiresAt?.toISOString() ?? null,
    ...(addresses ? { addresses, address_mode: addressMode } : undefined),
    ...(refs ? { refs } : undefined),
  };
}
