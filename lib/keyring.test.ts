import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { deriveKey, parseKeyring } from "./keyring";

const key = () => randomBytes(32).toString("base64");

describe("a keyring", () => {
  it("has its first key as the current one and keeps the retired", () => {
    const ring = parseKeyring(`new:${key()}, old:${key()}\nolder:${key()}`);
    expect(ring.current.id).toBe("new");
    expect(ring.all.map(({ id }) => id)).toEqual(["new", "old", "older"]);
  });

  it("is refused empty, with a short key, without an id or with a name twice", () => {
    expect(() => parseKeyring(" ")).toThrow("at least one key");
    expect(() => parseKeyring(`a:${randomBytes(16).toString("base64")}`)).toThrow("Key 1");
    expect(() => parseKeyring(`a:${key()},${key()}`)).toThrow("Key 2");
    expect(() => parseKeyring(`a:${key()},a:${key()}`)).toThrow("twice");
  });

  it("never puts a key into the error", () => {
    const secret = randomBytes(31).toString("base64");
    expect(() => parseKeyring(`a:${secret}`)).toThrow(expect.not.stringContaining(secret) as unknown as Error);
  });

  it("derives another key for each purpose", () => {
    const { current } = parseKeyring(`a:${key()}`);
    const purposes = ["access-token-pepper", "account-link-pepper", "session"] as const;
    expect(new Set(purposes.map((purpose) => deriveKey(current, purpose).toString("hex"))).size).toBe(3);
  });
});
