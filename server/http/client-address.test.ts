import { expect, it } from "vitest";
import { addressBehind, parseProxies } from "./client-address";

const proxies = parseProxies("127.0.0.1, 10.0.0.0/8, 2001:db8:1::/48");

it.each<[string | undefined, string | undefined, string | null, string]>([
  ["203.0.113.9", undefined, "203.0.113.9", "nobody in between"],
  ["203.0.113.9", "198.51.100.1", "203.0.113.9", "a stranger may say what it likes"],
  ["127.0.0.1", "198.51.100.1", "198.51.100.1", "a trusted proxy is believed"],
  ["::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1", "also where the system writes its address the long way"],
  ["127.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3", "198.51.100.1", "a chain is believed back to the first stranger"],
  ["2001:db8:1::5", "2001:db8:2::7", "2001:db8:2::7", "IPv6 is the same"],
  ["127.0.0.1", "198.51.100.1:4711", "198.51.100.1", "a port falls away"],
  ["127.0.0.1", "[2001:db8:2::7]:443", "2001:db8:2::7", "a port in brackets falls away"],
  ["127.0.0.1", "unknown", "127.0.0.1", "what is no address ends the chain"],
  ["127.0.0.1", "198.51.100.1, <script>", "127.0.0.1", "also behind an address"],
  ["127.0.0.1", undefined, "127.0.0.1", "a proxy that says nothing is the client"],
  [undefined, "198.51.100.1", null, "a connection that is gone has no address"],
])("%s with %s is %s: %s", (remote, forwarded, address, _why) => {
  expect(addressBehind(proxies, remote, forwarded)).toBe(address);
});

it("trusts nobody unless told to", () => {
  expect(addressBehind(parseProxies(""), "127.0.0.1", "198.51.100.1")).toBe("127.0.0.1");
});

it.each(["proxy.internal", "10.0.0.0/33", "10.0.0.0/x", "::1/129", "10.0.0/8"])("refuses %s with its name", (entry) => {
  expect(() => parseProxies(entry)).toThrow(entry);
});
