import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { parseKeyring } from "./keyring";
import { keyringMisfit } from "./keyring-fit";

const key = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;

test("a database keeps to the keys it was filled under, through rotations, and refuses others", async () => {
  const first = key("k1");
  expect(await keyringMisfit(parseKeyring(first))).toBeNull();
  expect(await keyringMisfit(parseKeyring(first))).toBeNull();

  expect(await keyringMisfit(parseKeyring(key("k1")))).toBe("the key called k1 is not the one it was filled under");
  expect(await keyringMisfit(parseKeyring(key("k2")))).toMatch(/^it was filled under k1, and none of these/);

  const second = key("k2");
  expect(await keyringMisfit(parseKeyring(`${second},${first}`))).toBeNull();
  expect(await keyringMisfit(parseKeyring(second))).toBeNull();
});
