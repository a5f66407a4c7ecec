import { BlockList, isIPv4, SocketAddress } from "node:net";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseRange, rangesCover, rangesHold } from "./addresses";

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6().filter((text) => !text.includes("."));
const range = fc.oneof(
  fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })),
  fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })),
);

/** An address in the range or just beside it: its first bits, up to one more than the range fixes, then others. */
function near([first, length]: [string, number], noise: number[]): string {
  const bytes = bytesOf(first);
  const changed = bytes.map((byte, index) => {
    const fixed = Math.min(8, Math.max(0, length - 1 - index * 8));
    const mask = (0xff << (8 - fixed)) & 0xff;
    return (byte & mask) | ((noise[index] ?? 0) & ~mask & 0xff);
  });
  if (changed.length === 4) return changed.join(".");
  const groups = Array.from({ length: 8 }, (_, at) => ((changed[at * 2] ?? 0) << 8) | (changed[at * 2 + 1] ?? 0));
  return groups.map((group) => group.toString(16)).join(":");
}

function bytesOf(address: string): number[] {
  if (isIPv4(address)) return address.split(".").map(Number);
  const [head = "", tail] = address.split("::");
  const groups = (text = "") => (text === "" ? [] : text.split(":"));
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  return [...groups(head), ...Array<string>(missing).fill("0"), ...groups(tail)].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

const isMapped = (address: string) => bytesOf(address).slice(0, 12).join() === "0,0,0,0,0,0,0,0,0,0,255,255";

it("an address lies in a list of ranges exactly where Node's own block list says so", () => {
  const cases = fc.record({
    ranges: fc.array(range, { minLength: 1, maxLength: 5 }),
    at: fc.nat(),
    noise: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 16, maxLength: 16 }),
  });
  let inside = 0;
  fc.assert(
    fc.property(cases, ({ ranges, at, noise }) => {
      const chosen = ranges[at % ranges.length];
      if (!chosen) throw new Error("There is no range.");
      const address = near(chosen, noise);
      // An IPv4 address written as IPv6 is IPv4 here, and so is its range. Node has it that IPv6 ranges hold it too.
      fc.pre(![address, ...ranges.map(([first]) => first)].some((text) => !isIPv4(text) && isMapped(text)));
      const list = new BlockList();
      for (const [first, length] of ranges) {
        if (isIPv4(first) === isIPv4(address)) list.addSubnet(first, length, isIPv4(first) ? "ipv4" : "ipv6");
      }
      const stored = ranges.map(([first, length]) => parseRange(`${first}/${length}`) ?? "");
      const expected = list.check(new SocketAddress({ address, family: isIPv4(address) ? "ipv4" : "ipv6" }));
      inside += expected ? 1 : 0;
      expect(rangesHold(stored, address)).toBe(expected);
    }),
    { numRuns: 2_000 },
  );
  expect(inside).toBeGreaterThan(500);
});

it("ranges cover others exactly where no address of these lies outside", () => {
  const cases = fc.record({ outer: range, inner: range, length: fc.integer({ min: 0, max: 128 }), same: fc.boolean() });
  fc.assert(
    fc.property(cases, ({ outer, inner, length, same }) => {
      const [first] = same ? outer : inner;
      const longest = isIPv4(first) ? 32 : 128;
      fc.pre(isIPv4(first) || !isMapped(first));
      const [wide, narrow] = [outer, [first, Math.min(length, longest)] as const].map(([address, bits]) =>
        parseRange(`${address}/${bits}`),
      );
      if (!wide || !narrow) throw new Error("These are no ranges.");
      const ends = lastAndFirst(narrow);
      // What of an IPv6 range is IPv4 lies in neither of the two.
      fc.pre(!ends.some((address) => !isIPv4(address) && isMapped(address)));
      const covers = rangesCover([wide], [narrow]);
      expect(covers).toBe(ends.every((address) => rangesHold([wide], address)));
    }),
    { numRuns: 1_000 },
  );
});

function lastAndFirst(text: string): string[] {
  const [first = "", length = ""] = text.split("/");
  const bits = Number(length) + 1;
  return [near([first, bits], Array(16).fill(0)), near([first, bits], Array(16).fill(255))];
}

it.each([
  ["10.1.2.3", "10.1.2.3/32"],
  ["10.1.2.3/8", "10.0.0.0/8"],
  [" 2001:db8::1 ", "2001:db8::1/128"],
  ["2001:db8:0:0:1::/40", "2001:db8::/40"],
  ["::ffff:10.1.2.3", "10.1.2.3/32"],
])("%j is kept as %s", (text, kept) => {
  expect(parseRange(text)).toBe(kept);
});

it.each(["", "10.1.2", "10.1.2.3/33", "010.1.2.3", "0x0a.1.2.3", "::1/129", "fe80::1%eth0", "ci.example.com", "1"])(
  "%j is neither an address nor a range",
  (text) => {
    expect(parseRange(text)).toBeNull();
  },
);

it("an address that isn't known lies nowhere", () => {
  expect(rangesHold(["0.0.0.0/0", "::/0"], null)).toBe(false);
  expect(rangesHold(["0.0.0.0/0", "::/0"], "unknown")).toBe(false);
});

it("an IPv4 address that the system writes the long way is the same address", () => {
  expect(rangesHold(["10.0.0.0/8"], "::ffff:10.1.2.3")).toBe(true);
  expect(rangesHold(["::/0"], "10.1.2.3")).toBe(false);
});
