import { expect, it } from "vitest";
import { suggestRanges } from "./suggest-ranges";

it.each<[string[], string[] | null, string[], string]>([
  [["192.0.2.7", "192.0.2.7"], null, ["192.0.2.7/32"], "one address is itself"],
  [["192.0.2.7", "192.0.2.9"], null, ["192.0.2.7/32", "192.0.2.9/32"], "so are two"],
  [
    ["192.0.2.7", "192.0.2.9", "192.0.2.11", "198.51.100.1"],
    null,
    ["192.0.2.0/24", "198.51.100.1/32"],
    "three are a network",
  ],
  [["2001:db8::1"], null, ["2001:db8::1/128"], "IPv6 too"],
  [["2001:db8::1", "2001:db8::2"], null, ["2001:db8::/64"], "its networks are known by two"],
  [["192.0.2.7", "198.51.100.1"], ["192.0.2.0/24"], ["192.0.2.7/32"], "what the token may not come from is left out"],
  [
    ["192.0.2.1", "192.0.2.2", "192.0.2.3"],
    ["192.0.2.0/30"],
    ["192.0.2.1/32", "192.0.2.2/32", "192.0.2.3/32"],
    "no wider than the token's own",
  ],
  [["::ffff:192.0.2.7"], null, ["192.0.2.7/32"], "the long way of writing is the same"],
  [["", "unknown"], null, [], "what is no address proposes nothing"],
])("%j within %j: %j, %s", (addresses, within, ranges, _why) => {
  expect(suggestRanges(addresses, within)).toEqual(ranges);
});
