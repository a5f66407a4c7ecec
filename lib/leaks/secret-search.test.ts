import fc from "fast-check";
import { expect, test } from "vitest";
import { newSecret, type TokenSecret } from "../access-tokens/secret";
import { SecretSearch } from "./secret-search";

const kinds = ["repository", "project", "workspace"] as const;
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));

/** All that is found in the content, cut at these places. */
function found(content: Buffer, cuts: readonly number[]): TokenSecret[] {
  const search = new SecretSearch();
  const places = [0, ...[...cuts].sort((a, b) => a - b), content.length];
  return places.slice(1).flatMap((end, index) => search.in(content.subarray(places[index], end)));
}

test("a secret is found once, whatever surrounds it and wherever the content is cut", () => {
  const cutContent = fc
    .tuple(fc.array(bytes, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(1000), { maxLength: 30 }))
    .map(([parts, cuts]) => {
      const secrets = parts.slice(1).map((_, index) => newSecret(kinds[index % 3] ?? "project"));
      const content = Buffer.concat(
        parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(secrets[index - 1] ?? ""), part])),
      );
      return { secrets, content, cuts: cuts.map((cut) => Math.min(cut, content.length)) };
    });
  fc.assert(
    fc.property(cutContent, ({ secrets, content, cuts }) => {
      expect(found(content, cuts)).toEqual(secrets);
    }),
  );
});

test("what has the form of a secret without its checksum is none", () => {
  const secret = newSecret("project");
  const mistyped = secret.slice(0, -1) + (secret.endsWith("0") ? "1" : "0");
  expect(found(Buffer.from(mistyped), [])).toEqual([]);
  expect(found(Buffer.from(secret.slice(0, -1)), [])).toEqual([]);
});

test("a secret that begins in the last letters of another text is found", () => {
  const secret = newSecret("repository");
  const before = `lkr_${"A".repeat(46)}`;
  expect(found(Buffer.from(before.slice(0, -3) + secret), [])).toEqual([secret]);
});

test("two contents are not read as one", () => {
  const secret = newSecret("workspace");
  const search = new SecretSearch();
  expect(search.in(Buffer.from(secret.slice(0, 20)))).toEqual([]);
  search.restart();
  expect(search.in(Buffer.from(secret.slice(20)))).toEqual([]);
});
