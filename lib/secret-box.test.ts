import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { parseKeyring } from "./keyring";
import { openSecret, sealSecret, UnopenableSecret } from "./secret-box";

const newKey = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const [first, second] = [newKey("k1"), newKey("k2")];
const ring = parseKeyring(first);

test("what is sealed opens again, and holds nothing of the secret", () => {
  const box = sealSecret("a webhook's secret", "workspace 1", ring);
  expect(box.sealed.includes("webhook")).toBe(false);
  expect(openSecret(box, "workspace 1", ring)).toBe("a webhook's secret");
});

test("the same secret is sealed differently each time", () => {
  expect(sealSecret("same", "here", ring).sealed).not.toEqual(sealSecret("same", "here", ring).sealed);
});

test("a box opens nowhere else", () => {
  const box = sealSecret("secret", "workspace 1", ring);
  expect(() => openSecret(box, "workspace 2", ring)).toThrow();
});

test("a changed box doesn't open", () => {
  const box = sealSecret("secret", "here", ring);
  box.sealed.writeUInt8(box.sealed.readUInt8(30) ^ 1, 30);
  expect(() => openSecret(box, "here", ring)).toThrow(UnopenableSecret);
  expect(() => openSecret({ ...box, sealed: Buffer.from("short") }, "here", ring)).toThrow(UnopenableSecret);
});

test("a retired key still opens, a missing one is named", () => {
  const box = sealSecret("secret", "here", ring);
  expect(openSecret(box, "here", parseKeyring(`${second},${first}`))).toBe("secret");
  expect(() => openSecret(box, "here", parseKeyring(second))).toThrow("k1");
  expect(() => openSecret(box, "here", parseKeyring(second))).toThrow(UnopenableSecret);
});
