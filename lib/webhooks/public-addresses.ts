import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

export class PrivateAddressError extends Error {
  override name = "PrivateAddressError";
  constructor(host: string) {
    super(`${host} is no address of the public network.`);
  }
}

export type Address = { address: string; family: number };

/**
 * The addresses of a host, all of them public, else it throws: a webhook must not be a way into the network that the
 * server stands in. Connect to one of these and to nothing that is looked up later.
 */
export async function publicAddresses(host: string): Promise<Address[]> {
  const addresses = await addressesOf(host);
  if (!addresses.every(({ address }) => isPublic(address))) throw new PrivateAddressError(host);
  return addresses;
}

export function addressesOf(host: string): Promise<Address[]> {
  return lookup(host.replace(/^\[|\]$/g, ""), { all: true });
}

/** All of IPv6 that is routed between networks (RFC 4291, section 2.4, as assigned by IANA). */
const routed = ipaddr.IPv6.parseCIDR("2000::/3");

/** Not private, loopback, link-local, shared, multicast or reserved; of what IPv6 carries of IPv4, the IPv4 counts. */
export function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  return parsed.range() === "unicast" && (parsed instanceof ipaddr.IPv4 || parsed.match(routed));
}
