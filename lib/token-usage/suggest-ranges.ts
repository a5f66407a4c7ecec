import ipaddr from "ipaddr.js";
import { parseRange, rangesCover } from "../access-tokens/addresses";

/** So many addresses in one network, and the network is proposed in their place. */
const enoughForNetwork = { ipv4: 3, ipv6: 2 };
const networkLength = { ipv4: 24, ipv6: 64 };

/**
 * Ranges that hold the addresses seen: each by itself, or the /24 (IPv6: /64) where several lie in one. `within` are
 * the ranges that a replacement has to keep to; what lies outside is left out.
 */
export function suggestRanges(addresses: readonly string[], within: readonly string[] | null): string[] {
  const inside = (range: string) => within === null || rangesCover(within, [range]);
  const networks = new Map<string, Set<string>>();
  for (const address of addresses) {
    const own = parseRange(address);
    if (own === null || !inside(own)) continue;
    const network = networkOf(address);
    networks.set(network, (networks.get(network) ?? new Set()).add(own));
  }
  return [...networks]
    .flatMap(([network, own]) => {
      const enough = enoughForNetwork[network.includes(":") ? "ipv6" : "ipv4"];
      return own.size >= enough && inside(network) ? [network] : [...own];
    })
    .sort();
}

function networkOf(address: string): string {
  const parsed = ipaddr.process(address);
  return parseRange(`${parsed}/${networkLength[parsed.kind()]}`) ?? "";
}
