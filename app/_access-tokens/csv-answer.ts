import "server-only";
import { Readable } from "node:stream";
import type { OwnedTokenView } from "@/lib/access-tokens/list-all";
import { csvLine } from "@/lib/csv";

/** Tokens as a file to be kept, written as they are read. */
export function csvAnswer(batches: AsyncIterable<OwnedTokenView[]>, filename: string): Response {
  const body = Readable.toWeb(Readable.from(asCsv(batches), { objectMode: false }));
  return new Response(body as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${filename}"`,
      "cache-control": "no-store",
    },
  });
}

async function* asCsv(batches: AsyncIterable<OwnedTokenView[]>): AsyncGenerator<string> {
  yield csvLine([
    ...["id", "name", "kind", "belongs_to", "scopes", "state", "created_at", "created_by", "last_used_at"],
    ...["expires_at", "revoked_at", "revoked_by"],
  ]);
  for await (const tokens of batches) yield tokens.map(row).join("");
}

function row(token: OwnedTokenView): string {
  return csvLine([
    token.id,
    token.name,
    token.kind,
    token.owner?.label ?? null,
    token.scopes.join(" "),
    token.state,
    token.createdAt.toISOString(),
    token.createdBy,
    token.lastUsedAt?.toISOString() ?? null,
    token.expiresAt?.toISOString() ?? null,
    token.revokedAt?.toISOString() ?? null,
    token.revokedBy,
  ]);
}
