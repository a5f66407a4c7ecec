import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { env } from "@/lib/env";

/** The address that a request came from: past the proxies that the operator trusts, and no further. */
export function clientAddress(request: IncomingMessage): string | null {
  const { remoteAddress } = request.socket;
  return trusted
    ? addressBehind(trusted, remoteAddress, request.headers["x-forwarded-for"])
    : plainAddress(remoteAddress ?? "");
}

/** Addresses and CIDR ranges, separated by commas. Throws where one is neither. */
export function parseProxies(text: string): BlockList {
  const list = new BlockList();
  for (const entry of text.split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const [address = "", length] = entry.split("/");
    const version = isIP(address);
    const longest = version === 4 ? 32 : 128;
    const prefix = length === undefined ? longest : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
    if (version === 0 || !(prefix <= longest)) {
      throw new Error(`LATCHKEY_TRUSTED_PROXIES: ${entry} is no address and no range such as 10.0.0.0/8.`);
    }
    list.addSubnet(address, prefix, version === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

/**
 * Each proxy puts the address that it was asked from at the end of `X-Forwarded-For`: from the end, the first one that
 * isn't a trusted proxy is the client. What stands before it, the client may have made up.
 */
export function addressBehind(
  proxies: BlockList,
  remote: string | undefined,
  forwarded: string | string[] | undefined,
): string | null {
  let address = plainAddress(remote ?? "");
  if (address === null) return null;
  const said = [forwarded ?? []].flat().join(",").split(",");
  while (isTrusted(proxies, address)) {
    const before = plainAddress(said.pop()?.trim() ?? "");
    if (before === null) break;
    address = before;
  }
  return address;
}

function isTrusted(proxies: BlockList, address: string): boolean {
  return proxies.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
}

/** The address without a port, an IPv4 one as such; null where it's none. */
function plainAddress(text: string): string | null {
  const bare = text.replace(/^\[(.+)\](?::\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
  const mapped = bare.replace(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i, "$1");
  return isIP(mapped) === 0 ? null : mapped;
}

/** Null where there is no proxy to trust: then nothing needs to be compared. */
const trusted = env.trustedProxies.trim() === "" ? null : parseProxies(env.trustedProxies);
