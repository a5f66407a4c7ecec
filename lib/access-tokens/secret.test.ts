import { createHmac, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveKey } from "../keyring";
import { digestWith, newBotId, newSecret, parseSecret } from "./secret";
import { secretLength, secretPattern } from "./secret-format";

const kinds = ["repository", "project", "workspace"] as const;

describe("a secret", () => {
  it("is fifty URL-safe characters with the prefix of its kind", () => {
    for (const [kind, prefix] of [
      ["repository", "lkr_"],
      ["project", "lkp_"],
      ["workspace", "lkw_"],
    ] as const) {
      const secret = newSecret(kind);
      expect(secret).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{46}$`));
      expect(secret).toHaveLength(secretLength);
      expect(encodeURIComponent(secret)).toBe(secret);
      expect(secretPattern.test(`token: ${secret}.`)).toBe(true);
    }
  });

  it("is recognised as it was issued", () => {
    for (const kind of kinds) {
      const secret = newSecret(kind);
      expect(parseSecret(secret)).toBe(secret);
    }
  });

  it.skipIf(crc32 === undefined)("ends in the CRC-32 of what precedes, in base 62", () => {
    const secret = newSecret("project");
    const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const value = [...secret.slice(-6)].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0);
    expect(value).toBe(crc32(secret.slice(0, -6)));
  });

  it("is refused with any one character changed, added or taken away", () => {
    const secret = newSecret("repository");
    for (let index = 0; index < secret.length; index += 1) {
      const changed = secret[index] === "a" ? "b" : "a";
      expect(parseSecret(secret.slice(0, index) + changed + secret.slice(index + 1))).toBeNull();
      expect(parseSecret(secret.slice(0, index) + secret.slice(index + 1))).toBeNull();
      expect(parseSecret(`${secret.slice(0, index)}x${secret.slice(index)}`)).toBeNull();
    }
  });

  it("is never found in arbitrary text", () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => parseSecret(text) === null));
    fc.assert(fc.property(fc.stringMatching(/^lk[rpw]_[0-9A-Za-z]{46}$/), (text) => parseSecret(text) === null));
  });

  it("comes from all characters alike", () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 2_000; round += 1) {
      for (const character of newSecret("workspace").slice(4, 44)) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(62);
    // 80,000 draws over 62 characters: 1,290 each, give or take 36; six times that is out of reach of chance.
    for (const count of counts.values()) expect(Math.abs(count - 1_290)).toBeLessThan(216);
  });
});

describe("its digest", () => {
  it("is HMAC-SHA-256 under the derived pepper", () => {
    for (let round = 0; round < 200; round += 1) {
      const key = { id: "k", material: randomBytes(32) };
      const secret = newSecret("repository");
      const expected = createHmac("sha256", deriveKey(key, "access-token-pepper")).update(secret).digest();
      expect(digestWith(key, secret)).toEqual(expected);
    }
  });

  it("depends on the key", () => {
    const secret = newSecret("repository");
    const digest = () => digestWith({ id: "k", material: randomBytes(32) }, secret).toString("hex");
    expect(digest()).not.toBe(digest());
  });
});

describe("a bot id", () => {
  it("is thirty characters of a-z and 0-9", () => {
    expect(newBotId()).toMatch(/^[a-z0-9]{30}$/);
    expect(newBotId()).not.toBe(newBotId());
  });
});
