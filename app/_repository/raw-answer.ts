import { Readable } from "node:stream";
import { GitBusyError } from "@/lib/git/run";
import { readBlob, streamBlob, type TreeEntry } from "@/lib/git/source";
import { imageType } from "./file-kind";

type Asked = { method: string /** How long to wait for a turn where many files are read. */; waitMs?: number };

/** The bytes of a file. Whatever it holds, it's no page of this site. */
export async function rawAnswer(repositoryId: string, entry: TreeEntry, asked: Asked): Promise<Response> {
  const type = imageType(entry.name) ?? (await typeOfContent(repositoryId, entry));
  return streamed(asked, () => streamBlob(repositoryId, entry.hash, asked), {
    ...headers,
    "content-type": type,
    "content-length": String(entry.size ?? 0),
    "content-disposition": `${type === binary ? "attachment" : "inline"}; filename*=UTF-8''${encodeURIComponent(entry.name)}`,
  });
}

/** What git writes, as plain text. */
export function rawText(open: () => Promise<Readable>, asked: Asked): Promise<Response> {
  return streamed(asked, open, textHeaders);
}

async function streamed(
  { method }: Asked,
  open: () => Promise<Readable>,
  headers: Record<string, string>,
): Promise<Response> {
  try {
    // Nobody would end a stream that isn't sent.
    const stream = method === "HEAD" ? null : await open();
    return new Response(stream && (Readable.toWeb(stream) as ReadableStream<Uint8Array>), { headers });
  } catch (error) {
    if (error instanceof GitBusyError) return busy();
    throw error;
  }
}

export function nothingThere(): Response {
  return new Response("Nothing here, or nothing you may see.\n", { status: 404, headers: textHeaders });
}

export function busy(): Response {
  return new Response("Too many files are being read at once. Try again in a moment.\n", {
    status: 503,
    headers: { ...textHeaders, "retry-after": "5" },
  });
}

const binary = "application/octet-stream";
const plainText = "text/plain; charset=utf-8";

// Scripts in a pushed file must never run with the session of whoever looks at it.
const headers = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  "cross-origin-resource-policy": "same-origin",
};
const textHeaders = { ...headers, "content-type": plainText };

async function typeOfContent(repositoryId: string, entry: TreeEntry): Promise<string> {
  const content = await readBlob(repositoryId, entry, 0);
  return content.binary ? binary : plainText;
}
