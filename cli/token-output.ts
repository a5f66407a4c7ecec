import { botEmail } from "@/lib/access-tokens/bot";
import type { IssuedAccessToken } from "@/lib/access-tokens/issue";
import type { AccessTokenView } from "@/lib/access-tokens/view";
import { braced } from "@/lib/ids";
import type { ResourceName } from "@/lib/resource-name";
import { print } from "./outcome";
import { serverOrigin } from "./session";

/** The one place where the command line prints a secret: once, to whoever issued it. */
export function printIssued(
  json: boolean | undefined,
  { token, secret }: IssuedAccessToken,
  resource: ResourceName,
  done: "Issued" | "Replaced",
): void {
  const origin = serverOrigin();
  const cloneUrl = resource.kind === "repository" ? cloneUrlOf(origin, resource) : null;
  const object = {
    secret,
    ...asObject(token),
    bot_email: botEmail(token.botId, new URL(origin).host),
    clone_url: cloneUrl,
  };
  print(json, object, [
    `${done} ${token.name} (${token.id}) with ${token.scopes.join(", ")}.`,
    token.expiresAt ? `It expires at ${minute(token.expiresAt)} UTC.` : "It never expires.",
    ...(token.addresses ? [`${fromAddresses(token)} ${token.addresses.join(", ")}.`] : []),
    ...(token.refs ? [`It may push to ${token.refs.join(", ")}.`] : []),
    `The secret, shown this once: ${secret}`,
    ...(cloneUrl ? [`Clone with it as the password: git clone ${cloneUrl}`] : []),
  ]);
}

function fromAddresses({ addressMode }: AccessTokenView): string {
  return addressMode === "watch" ? "Recorded where it doesn't come from" : "It may come from";
}

function cloneUrlOf(origin: string, { workspace, repository }: ResourceName & { kind: "repository" }): string {
  const url = new URL(`/${workspace}/${repository}.git`, origin);
  url.username = "x-token-auth";
  return url.href;
}

export function asObject(token: AccessTokenView) {
  return {
    id: token.id,
    kind: token.kind,
    name: token.name,
    scopes: token.scopes,
    state: token.state,
    addresses: token.addresses,
    address_mode: token.addresses === null ? null : token.addressMode,
    refs: token.refs,
    bot_uuid: braced(token.id),
    created_at: token.createdAt.toISOString(),
    created_by: token.createdBy,
    replaced_at: token.replacedAt?.toISOString() ?? null,
    expires_at: token.expiresAt?.toISOString() ?? null,
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    revoked_at: token.revokedAt?.toISOString() ?? null,
    revoked_by: token.revokedBy,
    end_reason: token.endReason,
  };
}

export function asLine({ id, name, state, scopes, expiresAt, lastUsedAt }: AccessTokenView): string {
  const used = lastUsedAt ? `used ${minute(lastUsedAt)}` : "never used";
  const end =
    expiresAt && state !== "revoked" ? [`${state === "expired" ? "expired" : "expires"} ${minute(expiresAt)}`] : [];
  return `${id}  ${state.padEnd(7)}  ${name}  (${[scopes.join(", "), used, ...end].join("; ")})`;
}

function minute(moment: Date): string {
  return moment.toISOString().slice(0, 16).replace("T", " ");
}
