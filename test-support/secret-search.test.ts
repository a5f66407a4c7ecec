import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { newSecret } from "@/lib/access-tokens/secret";
import { SecretSearch } from "./secret-search";

const secret = newSecret("repository");
const search = new SecretSearch([newSecret("project"), secret, newSecret("workspace")]);
const hex = Buffer.from(secret).toString("hex");
const user = `x-token-auth:${secret}`;

const forms: [how: string, form: string, text: string | Buffer][] = [
  ["as it is", "plain", secret],
  ["cut in half", "plain", secret.slice(0, 25)],
  ["without its beginning", "plain", secret.slice(20)],
  ["backwards", "reversed", [...secret].reverse().join("")],
  ["in hex", "hex", hex],
  ["in upper-case hex", "hex", hex.toUpperCase()],
  ["in base64", "base64", Buffer.from(secret).toString("base64")],
  ["in the base64 of a Basic header", "base64", `Basic ${Buffer.from(user).toString("base64")}`],
  ["in base64, one byte later", "base64", Buffer.from(`a${user}`).toString("base64")],
  ["in base64, two bytes later", "base64", Buffer.from(`ab${user}`).toString("base64url")],
  ["with each byte percent-encoded", "percent-encoded", hex.replace(/../g, "%$&")],
  ["with its underscore percent-encoded", "percent-encoded", encodeURIComponent(secret).replace("_", "%5F")],
  ["in UTF-16", "UTF-16", Buffer.from(secret, "utf16le")],
];

it.each(forms)("finds a secret %s, wherever it lies", (_, form, text) => {
  for (let before = 0; before < 40; before += 1) {
    const bytes = Buffer.concat([Buffer.alloc(1_000 + before, "x"), Buffer.from(text), Buffer.alloc(70, 1)]);
    expect(search.in(bytes)).toContainEqual({ secret: 1, form });
  }
});

it("finds nothing in another secret, nor in nothing", () => {
  expect(search.in(Buffer.from(newSecret("repository")))).toEqual([]);
  expect(search.in(Buffer.alloc(0))).toEqual([]);
});

it("finds one planted deep in a folder, and says in which file", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "latchkey-planted-"));
  try {
    mkdirSync(path.join(folder, "a/b"), { recursive: true });
    writeFileSync(path.join(folder, "clean"), "nothing here");
    expect(search.inFolder(folder)).toEqual([]);
    writeFileSync(path.join(folder, "a/b/log"), `{"authorization":"Bearer ${secret}"}`);
    expect(search.inFolder(folder)).toEqual([
      { file: path.join(folder, "a/b/log"), findings: [{ secret: 1, form: "plain" }] },
    ]);
    expect(search.inFolder(path.join(folder, "absent"))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
