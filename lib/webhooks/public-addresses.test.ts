import { expect, test } from "vitest";
import { isPublic, PrivateAddressError, publicAddresses } from "./public-addresses";

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "::1",
  "::",
  "fe80::1",
  "fd00::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
  "2002:7f00:1::",
  "::7f00:1",
  "::a00:1",
  "::ffff:0:127.0.0.1",
  "64:ff9b:1::a00:1",
  "fec0::1",
  "2001:db8::1",
  "4000::1",
  "198.18.0.1",
])("%s is not public", (address) => {
  expect(isPublic(address)).toBe(false);
});

test.each(["93.184.215.14", "8.8.8.8", "2606:4700::1111"])("%s is public", (address) => {
  expect(isPublic(address)).toBe(true);
});

test("a host that is an address of the machine itself is refused, however it's written", async () => {
  for (const host of [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "0x7f.1",
    "0177.0.0.1",
    "2130706433",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::7f00:1]",
    "localhost",
  ]) {
    await expect(publicAddresses(new URL(`http://${host}/`).hostname), host).rejects.toThrow(PrivateAddressError);
  }
});
