import { Readable } from "node:stream";
import { decodeSegments } from "@/app/_repository/addresses";
import { imageType } from "@/app/_repository/file-kind";
import { resolveRefAndPath } from "@/app/_repository/refs";
import { requireUser } from "@/app/_session/caller";
import { findEntry, readBlob, streamBlob, type TreeEntry } from "@/lib/git/source";
import { getRepository } from "@/lib/repositories/get";

type Context = { params: Promise<{ workspace: string; repository: string }> };

/** The bytes of a file, for whoever may read the repository. Whatever it holds, it's no page of this site. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const caller = await requireUser();
  const { workspace, repository: slug } = await params;
  // Here, unlike in pages, Next decodes the segments by itself: a slash in a name could not be told any more.
  const segments = new URL(request.url).pathname.split("/").slice(4);
  const found = await getRepository(caller, { workspace, repository: slug });
  if (!found.ok) return nothing();
  const repository = found.value;
  const resolved = await resolveRefAndPath(repository, decodeSegments(segments) ?? []);
  const entry = resolved && (await findEntry(repository.id, resolved.ref.commit, resolved.path));
  if (entry?.kind !== "file") return nothing();
  const type = imageType(entry.name) ?? (await typeOfContent(repository.id, entry));
  // Nobody would end a stream that isn't sent.
  const stream = request.method === "HEAD" ? null : await streamBlob(repository.id, entry.hash);
  return new Response(stream && (Readable.toWeb(stream) as ReadableStream<Uint8Array>), {
    headers: {
      ...headers,
      "content-type": type,
      "content-length": String(entry.size ?? 0),
      "content-disposition": `${type === binary ? "attachment" : "inline"}; filename*=UTF-8''${encodeURIComponent(entry.name)}`,
    },
  });
}

const binary = "application/octet-stream";

// Scripts in a pushed file must never run with the session of whoever looks at it.
const headers = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  "cross-origin-resource-policy": "same-origin",
};

async function typeOfContent(repositoryId: string, entry: TreeEntry): Promise<string> {
  const content = await readBlob(repositoryId, entry, 0);
  return content.binary ? binary : "text/plain; charset=utf-8";
}

function nothing(): Response {
  return new Response("Nothing here, or nothing you may see.\n", {
    status: 404,
    headers: { ...headers, "content-type": "text/plain; charset=utf-8" },
  });
}
