import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { secretPattern } from "@/lib/access-tokens/secret-format";

// The secrets of one whole run, in a file beside the product's data folder, so that its specs' processes share them.

export function noteSecretsIn(text: string): void {
  for (const secret of text.match(new RegExp(secretPattern.source, "g")) ?? []) appendFileSync(file(), `${secret}\n`);
}

export function notedSecrets(): string[] {
  return existsSync(file()) ? [...new Set(readFileSync(file(), "utf8").trim().split("\n"))] : [];
}

function file(): string {
  const name = process.env.LATCHKEY_E2E_SECRETS;
  if (!name) throw new Error("The global setup says where secrets are noted.");
  return name;
}
