import { Readable } from "node:stream";
import { hasCurrent } from "@/lib/entity-tags";
import { GitBusyError } from "@/lib/git/run";
import type { Archive } from "@/lib/git-content/download-archive";
import { busy } from "./raw-answer";

/** An archive, or nothing where the browser has it already. */
export async function archiveAnswer({ fileName, type, tag, open }: Archive, request: Request): Promise<Response> {
  const headers = {
    "content-type": type,
    "content-disposition": `attachment; filename="${fileName}"`,
    "x-content-type-options": "nosniff",
    etag: tag,
  };
  if (hasCurrent(request.headers.get("if-none-match"), tag)) return new Response(null, { status: 304, headers });
  try {
    // Nobody would end a stream that isn't sent.
    const stream = request.method === "HEAD" ? null : await open();
    return new Response(stream && (Readable.toWeb(stream) as ReadableStream<Uint8Array>), { headers });
  } catch (error) {
    if (error instanceof GitBusyError) return busy();
    throw error;
  }
}
