import { lstatSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export type Finding = { secret: number; form: string };

/**
 * Finds secrets in bytes, in each form in which they might have slipped in, and already where half of one is there.
 * It names a finding by the secret's position in the list, never by its text: findings end up in reports.
 */
export class SecretSearch {
  private readonly needles: { secret: number; form: string; bytes: Buffer }[] = [];
  private readonly needlesByBlock = new Map<string, Set<number>>();
  private readonly stride: number;

  constructor(secrets: readonly string[]) {
    secrets.forEach((text, secret) => {
      for (const half of [text.slice(0, text.length / 2), text.slice(text.length / 2)]) {
        for (const [form, bytes] of formsOf(half)) this.needles.push({ secret, form, bytes });
      }
    });
    const shortest = Math.min(...this.needles.map(({ bytes }) => bytes.length));
    if (shortest < 2 * blockLength) throw new Error("A secret is too short to look for.");
    // Wherever a needle lies, one of the positions looked at falls on a block that is wholly inside it.
    this.stride = shortest - blockLength + 1;
    this.needles.forEach(({ bytes }, index) => {
      for (let at = 0; at + blockLength <= bytes.length; at += 1) {
        const block = bytes.toString("latin1", at, at + blockLength);
        this.needlesByBlock.set(block, (this.needlesByBlock.get(block) ?? new Set()).add(index));
      }
    });
  }

  in(bytes: Buffer): Finding[] {
    const candidates = new Set<number>();
    for (let at = 0; at + blockLength <= bytes.length; at += this.stride) {
      for (const index of this.needlesByBlock.get(bytes.toString("latin1", at, at + blockLength)) ?? [])
        candidates.add(index);
    }
    const findings = new Map<string, Finding>();
    for (const index of candidates) {
      const needle = this.needles[index];
      if (!needle || !bytes.includes(needle.bytes)) continue;
      const { secret, form } = needle;
      findings.set(`${secret} ${form}`, { secret, form });
    }
    return [...findings.values()];
  }

  /** What is found in all files of the folder, sockets and links left out. */
  inFolder(folder: string): { file: string; findings: Finding[] }[] {
    return filesUnder(folder).flatMap((file) => {
      const bytes = readUnlessGone(file);
      const findings = bytes ? this.in(bytes) : [];
      return findings.length > 0 ? [{ file, findings }] : [];
    });
  }
}

/** All plain files in the folder and below it; none where there is no such folder. */
function filesUnder(folder: string): string[] {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** The folder may be in use: what goes away meanwhile holds nothing any more. */
function readUnlessGone(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

const blockLength = 8;

function formsOf(text: string): [form: string, bytes: Buffer][] {
  const bytes = Buffer.from(text, "latin1");
  const hex = bytes.toString("hex");
  const forms: [string, string][] = [
    ["plain", text],
    ["reversed", [...text].reverse().join("")],
    ["hex", hex],
    ["hex", hex.toUpperCase()],
    ["percent-encoded", hex.replace(/../g, "%$&")],
    ["percent-encoded", hex.toUpperCase().replace(/../g, "%$&")],
  ];
  if (text.includes("_")) {
    for (const encoded of ["%5F", "%5f"]) forms.push(["percent-encoded", text.replace("_", encoded)]);
  }
  for (const offset of [0, 1, 2]) {
    const base64 = base64Inside(bytes, offset);
    forms.push(["base64", base64], ["base64", base64.replaceAll("+", "-").replaceAll("/", "_")]);
  }
  return [
    ...forms.map(([form, encoded]): [string, Buffer] => [form, Buffer.from(encoded, "latin1")]),
    ["UTF-16", Buffer.from(text, "utf16le")],
  ];
}

/** The part of a longer text's base64 that the bytes alone decide, where they begin `offset` bytes after a group of three. */
function base64Inside(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
  return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
