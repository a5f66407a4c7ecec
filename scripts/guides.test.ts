import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { newSecret } from "@/lib/access-tokens/secret";
import { guides, scannerPatterns } from "./guides";

test.each(Object.entries(guides))(
  "%s says what the code does; else run node scripts/write-guides.mjs",
  (file, text) => {
    expect(readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), "utf8")).toBe(text);
  },
);

test("the patterns find secrets of each kind, and nothing shorter or longer", () => {
  // \A and \z are what ^ and $ are here.
  const { plain, bounded, before, after } = scannerPatterns;
  const onGitHub = `(?:${before.replace("\\A", "^")})(${plain})(?:${after.replace("\\z", "$")})`;
  for (const kind of ["repository", "project", "workspace"] as const) {
    const secret = newSecret(kind);
    for (const pattern of [bounded, onGitHub]) {
      for (const text of [secret, `TOKEN="${secret}"\n`, `https://x-token-auth:${secret}@example.com`]) {
        expect(new RegExp(pattern).exec(text)?.[1]).toBe(secret);
      }
      for (const text of [secret.slice(0, -1), `${secret}x`, `x${secret}`, secret.toUpperCase()]) {
        expect(new RegExp(pattern).exec(text)).toBeNull();
      }
    }
  }
});

test("the guide names no secret", () => {
  for (const text of Object.values(guides)) expect(new RegExp(scannerPatterns.bounded).test(text)).toBe(false);
});
