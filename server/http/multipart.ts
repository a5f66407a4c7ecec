import type { Readable, Writable } from "node:stream";
import { Dicer } from "@fastify/busboy";

export type FormPart = {
  name: string;
  value: string | Readable;
  /** As `x-attributes` has them, such as `executable`. */
  attributes?: string;
};

/** `textBytes`: of one text; `allTextBytes`: of all together. */
export type FormLimits = { parts: number; textBytes: number; allTextBytes: number };

export type FormReader = {
  /** Whether a part without a file's name is a text of that name; all else is a file. */
  isText: (name: string) => boolean;
  push: (part: FormPart) => void;
  fail: (reason: "broken" | "nameless" | "too_many" | "too_long") => void;
};

/**
 * What reads a multipart form. A part is a file where it says its file's name, as published; one is named by `name`, or
 * where it is an attachment by its `Content-ID`. Null where the type names no boundary.
 */
export function multipartParser(
  contentType: string,
  limits: FormLimits,
  { isText, push, fail }: FormReader,
): Writable | null {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return null;
  const parser = new Dicer({ boundary, maxHeaderPairs: 50 });
  let parts = 0;
  let room = limits.allTextBytes;
  parser.on("part", (part) => {
    parts += 1;
    if (parts > limits.parts) fail("too_many");
    part.on("error", () => fail("broken"));
    part.once("header", (header) => {
      const { name, isFile, attributes } = headOf(header as Record<string, string[]>);
      if (parts > limits.parts) part.resume();
      else if (!name) {
        fail("nameless");
        part.resume();
      } else if (isFile || !isText(name)) push({ name, value: part, attributes });
      else {
        readText(part, Math.min(limits.textBytes, room), (text) => {
          if (text === null) return fail("too_long");
          room -= Buffer.byteLength(text);
          push({ name, value: text });
        });
      }
    });
  });
  parser.on("error", () => fail("broken"));
  return parser;
}

function headOf(header: Record<string, string[]>): { name: string; isFile: boolean; attributes?: string } {
  const disposition = utf8(header["content-disposition"]?.[0] ?? "");
  const said = parametersOf(disposition);
  const id = utf8(header["content-id"]?.[0] ?? "").replace(/^[<"]|[>"]$/g, "");
  const isFile = said.has("filename") || /^\s*attachment\b/i.test(disposition);
  return { name: said.get("name") ?? id, isFile, attributes: said.get("x-attributes") };
}

/** `; name="value"`. The published example parts `x-attributes` from its value with a colon, so that is taken too. */
function parametersOf(disposition: string): Map<string, string> {
  const found = disposition.matchAll(/;\s*([\w-]+)\s*[=:]\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g);
  return new Map(
    [...found].map(([, name = "", quoted, plain = ""]) => [
      name.toLowerCase(),
      quoted === undefined ? plain : quoted.replace(/\\(["\\])/g, "$1"),
    ]),
  );
}

/** Headers come as one character for each byte. */
function utf8(text: string): string {
  return Buffer.from(text, "latin1").toString();
}

function readText(part: Readable, mostBytes: number, done: (text: string | null) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  part.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
  });
  part.once("end", () => done(size > mostBytes ? null : Buffer.concat(chunks).toString()));
}
