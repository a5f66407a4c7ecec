import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import type { UploadPart } from "@/lib/git-content/upload";

const megabyte = 2 ** 20;
const mostParts = 5_000;
const largestField = 16 * megabyte;
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

/**
 * The parts of a form, multipart or urlencoded, as they come in: a file is read to its end before the next part comes.
 * Throws `UploadError` where there is too much, or no form.
 */
export async function* readUpload(request: IncomingMessage): AsyncGenerator<UploadPart> {
  const type = request.headers["content-type"] ?? "";
  if (type === "" && (request.headers["content-length"] ?? "0") === "0") return;
  const parser = parserOf({ ...request.headers, "content-type": type });
  const queue: UploadPart[] = [];
  let wake: () => void = () => undefined;
  let ended = false;
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure ??= error;
    wake();
  };
  const push = (part: UploadPart) => {
    queue.push(part);
    wake();
  };
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > largestUpload) fail(new UploadError(413, `A request may bring ${largestUpload / megabyte} MB at most.`));
  });
  parser.on("field", (name, value, nameCut, valueCut) => {
    if (nameCut || valueCut) fail(new UploadError(413, "Send a file as a file of the form: this field is too large."));
    else push({ name, value });
  });
  parser.on("file", (name, stream) => push({ name, value: stream }));
  parser.on("partsLimit", () => fail(new UploadError(413, `A request may bring ${mostParts} files at most.`)));
  parser.once("error", () => fail(new UploadError(400, "The form is broken.")));
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
        yield part;
        // Whoever took a file has read it by now, or doesn't want it.
        if (typeof part.value !== "string") drain(part.value);
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

function parserOf(headers: BusboyHeaders) {
  try {
    const limits = {
      parts: mostParts,
      fields: mostParts,
      files: mostParts,
      fieldSize: largestField,
      fieldNameSize: 4_096,
    };
    return new Busboy({ headers, limits, preservePath: true });
  } catch {
    throw new UploadError(400, "Send a form: multipart/form-data or application/x-www-form-urlencoded.");
  }
}

function drain(stream: Readable): void {
  if (!stream.destroyed && !stream.readableEnded) stream.resume();
}
