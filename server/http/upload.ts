import type { IncomingMessage } from "node:http";
import type { Readable, Writable } from "node:stream";
import { Busboy } from "@fastify/busboy";
import type { UploadPart } from "@/lib/git-content/upload";
import { type FormReader, multipartParser } from "./multipart";

const megabyte = 2 ** 20;
const mostParts = 5_000;
/** Texts are held in memory, and so is all of a urlencoded form. */
const largestText = megabyte;
const largestTexts = 16 * megabyte;
const largestUpload = 256 * megabyte;

/** A form that can't be taken in, with what to tell whoever sent it. */
export class UploadError extends Error {
  override name = "UploadError";
  constructor(
    readonly status: 400 | 413,
    message: string,
  ) {
    super(message);
  }
}

const failures = {
  broken: new UploadError(400, "The form is broken."),
  nameless: new UploadError(400, "A part of the form has no name."),
  too_many: new UploadError(413, `A request may bring ${mostParts} files at most.`),
  too_long: new UploadError(413, "Send a file as a file of the form: a text is too large."),
} as const;

/**
 * The parts of a form, multipart or urlencoded, as they come in: a file is read to its end before the next part comes.
 * `isText` tells which names are no files'. Throws `UploadError` where there is too much, or no form.
 */
export async function* readUpload(
  request: IncomingMessage,
  isText: (name: string) => boolean,
): AsyncGenerator<UploadPart> {
  const type = request.headers["content-type"] ?? "";
  if (type === "" && (request.headers["content-length"] ?? "0") === "0") return;
  const queue: UploadPart[] = [];
  let wake: () => void = () => undefined;
  let ended = false;
  let failure: Error | null = null;
  let underWay: Readable | null = null;
  const fail = (error: Error) => {
    failure ??= error;
    // Whoever reads it would wait for its end.
    underWay?.destroy(failure);
    wake();
  };
  const parser = parserOf(type, {
    isText,
    push: (part) => {
      queue.push(part);
      wake();
    },
    fail: (reason) => fail(failures[reason]),
  });
  const most = parser instanceof Busboy ? largestTexts : largestUpload;
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > most) fail(new UploadError(413, `Such a form may bring ${most / megabyte} MB at most.`));
  });
  parser.once("finish", () => {
    ended = true;
    wake();
  });
  request.once("close", () => {
    if (!request.complete) fail(new UploadError(400, "The form ended early."));
  });
  request.pipe(parser);
  try {
    while (true) {
      if (failure) throw failure;
      const part = queue.shift();
      if (part) {
        underWay = typeof part.value === "string" ? null : part.value;
        yield part;
        // Whoever took a file has read it by now, or doesn't want it.
        if (underWay) drain(underWay);
        underWay = null;
      } else if (ended) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    request.unpipe(parser);
    request.resume();
    for (const { value } of queue) if (typeof value !== "string") value.destroy();
  }
}

function parserOf(type: string, reader: FormReader): Writable {
  const parser = /^multipart\/form-data\b/i.test(type)
    ? multipartParser(type, { parts: mostParts, textBytes: largestText, allTextBytes: largestTexts }, reader)
    : urlencodedParser(type, reader);
  if (parser) return parser;
  throw new UploadError(400, "Send a form: multipart/form-data or application/x-www-form-urlencoded.");
}

function urlencodedParser(type: string, { push, fail }: FormReader): Writable | null {
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return null;
  const limits = { fields: mostParts, fieldSize: largestTexts, fieldNameSize: 4_096 };
  const parser = new Busboy({ headers: { "content-type": type }, limits });
  parser.on("field", (name, value, nameCut, valueCut) => {
    if (nameCut || valueCut) fail("too_long");
    else push({ name, value });
  });
  parser.on("fieldsLimit", () => fail("too_many"));
  parser.once("error", () => fail("broken"));
  return parser;
}

function drain(stream: Readable): void {
  if (!stream.destroyed && !stream.readableEnded) stream.resume();
}
