import ipaddr from "ipaddr.js";

/**
 * The address or CIDR range as it is stored: the network's first address with its length, IPv4 as such; null where
 * the text is neither. `10.1.2.3/8` is `10.0.0.0/8`, and `10.1.2.3` is `10.1.2.3/32`.
 */
export function parseRange(text: string): string | null {
  const trimmed = text.trim();
  if (ipaddr.IPv4.isValidFourPartDecimal(trimmed)) return `${trimmed}/32`;
  if (ipaddr.IPv6.isValid(trimmed)) {
    const address = ipaddr.process(trimmed);
    return isScoped(address) ? null : `${address.toString()}/${address.kind() === "ipv4" ? 32 : 128}`;
  }
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(trimmed)) return network(ipaddr.IPv4, trimmed);
  return ipaddr.IPv6.isValidCIDR(trimmed) && !trimmed.includes("%") ? network(ipaddr.IPv6, trimmed) : null;
}

/** Whether the address lies in one of the ranges. An address that isn't known lies in none. */
export function rangesHold(ranges: readonly string[], address: string | null): boolean {
  if (address === null || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return ranges.some((range) => {
    const [first, length] = parsedRange(range);
    return first.kind() === parsed.kind() && parsed.match(first, length);
  });
}

/** Whether every address of the inner ranges lies in one of the outer ones. */
export function rangesCover(outer: readonly string[], inner: readonly string[]): boolean {
  return inner.every((range) => {
    const [first, length] = ipaddr.parseCIDR(range);
    return outer.some((each) => ipaddr.parseCIDR(each)[1] <= length && rangesHold([each], first.toString()));
  });
}

type ParsedRange = ReturnType<typeof ipaddr.parseCIDR>;
const parsedRanges = new Map<string, ParsedRange>();
const mostParsedRanges = 10_000;

/** Kept, for a busy token brings the same ranges with each request. */
function parsedRange(range: string): ParsedRange {
  const known = parsedRanges.get(range);
  if (known) return known;
  const parsed = ipaddr.parseCIDR(range);
  if (parsedRanges.size >= mostParsedRanges) parsedRanges.clear();
  parsedRanges.set(range, parsed);
  return parsed;
}

function network(version: typeof ipaddr.IPv4 | typeof ipaddr.IPv6, range: string): string {
  return `${version.networkAddressFromCIDR(range).toString()}/${Number(range.split("/")[1])}`;
}

function isScoped(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return "zoneId" in address && Boolean(address.zoneId);
}
