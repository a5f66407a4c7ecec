import { verifyAccessToken } from "@/lib/access-tokens/verify";
import type { AccessTokenPrincipal } from "@/lib/authorization/principal";
import { countVerification } from "../metrics";
import { addressOf, clientOf, type Exchange } from "./exchange";

/** The token of an `Authorization: Bearer` header (RFC 6750, section 2.1), or null where it is another header or none. */
export function bearerToken(header: string | undefined): string | null {
  return (header && /^bearer +(\S+) *$/i.exec(header)?.[1]) || null;
}

type BasicCredentials = { userName: string; password: string };

/** The credentials of an `Authorization: Basic` header (RFC 7617), or null where it is another header or none. */
export function basicCredentials(header: string | undefined): BasicCredentials | null {
  const encoded = header && /^basic +([A-Za-z0-9+/_=-]+) *$/i.exec(header)?.[1];
  if (!encoded) return null;
  const decoded = Buffer.from(encoded, "base64").toString();
  const colon = decoded.indexOf(":");
  return colon < 0 ? null : { userName: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/**
 * Who the token speaks for, or null; throws where the database is away. Counts the verdict. `operation` and `scope` say
 * what is asked for, and what that demands; empty where it demands none.
 */
export function authenticate(
  exchange: Exchange,
  token: string,
  operation: string,
  scope: string,
): Promise<AccessTokenPrincipal | null> {
  const presented = { address: addressOf(exchange), client: clientOf(exchange), operation, scope };
  return verifyAccessToken(token, presented).then(settle, unavailable);
}

function settle(principal: AccessTokenPrincipal | null): AccessTokenPrincipal | null {
  if (principal) {
    countVerification.accepted.inc();
  } else {
    countVerification.refused.inc();
  }
  return principal;
}

function unavailable(error: unknown): never {
  countVerification.unavailable.inc();
  throw error;
}

const credentialTypes = {
  repository: "repo_access_token",
  project: "project_access_token",
  workspace: "workspace_access_token",
} as const;

/** What the published API tells of the token on each answer to it, as pairs of header names and values. */
export function tokenHeaders(principal: AccessTokenPrincipal): string[] {
  return [
    "x-credential-type",
    credentialTypes[principal.tokenKind],
    "x-oauth-scopes",
    principal.access[0].scopes.join(", "),
    "x-token-id",
    principal.accessTokenId,
  ];
}
