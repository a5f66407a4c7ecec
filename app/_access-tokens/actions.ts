"use server";
import { currentCaller } from "@/app/_session/caller";
import { adoptAccessToken } from "@/lib/access-tokens/adopt";
import { endOldSecret } from "@/lib/access-tokens/end-old-secret";
import { issueAccessToken } from "@/lib/access-tokens/issue";
import { replaceAccessToken } from "@/lib/access-tokens/replace";
import { revokeAccessToken } from "@/lib/access-tokens/revoke";
import type { ResourceName } from "@/lib/resource-name";
import { type NotIssued, notIssued, notRevoked } from "./problems";
import { type TokenItem, toTokenItem } from "./token-item";

type IssueOutcome = { issued: { token: TokenItem; secret: string } } | NotIssued;

/** The secret is in this answer and nowhere else. */
export async function issueToken(
  resource: ResourceName,
  input: Omit<Parameters<typeof issueAccessToken>[1], "resource">,
): Promise<IssueOutcome> {
  const caller = await currentCaller();
  if (!caller) return notIssued({ code: "unauthenticated" }, resource);
  const result = await issueAccessToken(caller, { resource, ...input });
  if (!result.ok) return notIssued(result.error, resource);
  return { issued: { token: toTokenItem(result.value.token), secret: result.value.secret } };
}

/** The same for a replacement: the new secret is in this answer and nowhere else. */
export async function replaceToken(
  resource: ResourceName,
  input: Omit<Parameters<typeof replaceAccessToken>[1], "resource">,
): Promise<IssueOutcome> {
  const caller = await currentCaller();
  if (!caller) return notIssued({ code: "unauthenticated" }, resource);
  const result = await replaceAccessToken(caller, { resource, ...input });
  if (!result.ok) return notIssued(result.error, resource);
  return { issued: { token: toTokenItem(result.value.token), secret: result.value.secret } };
}

export async function endOld(
  resource: ResourceName,
  id: string,
): Promise<{ problem: string | null; conflict: string | null }> {
  const caller = await currentCaller();
  if (!caller) return notRevoked({ code: "unauthenticated" }, resource);
  const result = await endOldSecret(caller, { resource, id });
  return result.ok ? { problem: null, conflict: null } : notRevoked(result.error, resource);
}

/** The caller answers for the token from now on. */
export async function adoptToken(
  resource: ResourceName,
  id: string,
): Promise<{ problem: string | null; conflict: string | null }> {
  const caller = await currentCaller();
  if (!caller) return notRevoked({ code: "unauthenticated" }, resource);
  const result = await adoptAccessToken(caller, { resource, id });
  return result.ok ? { problem: null, conflict: null } : notRevoked(result.error, resource);
}

export async function revokeToken(
  resource: ResourceName,
  id: string,
): Promise<{ problem: string | null; conflict: string | null }> {
  const caller = await currentCaller();
  if (!caller) return notRevoked({ code: "unauthenticated" }, resource);
  const result = await revokeAccessToken(caller, { resource, id });
  return result.ok ? { problem: null, conflict: null } : notRevoked(result.error, resource);
}
