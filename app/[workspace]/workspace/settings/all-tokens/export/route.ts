import { Readable } from "node:stream";
import { currentCaller } from "@/app/_session/caller";
import { exportWorkspaceTokens, type OwnedTokenView } from "@/lib/access-tokens/list-all";
import { csvLine } from "@/lib/csv";
import { parseShown } from "../address";

/** The tokens that the page shows, all of them, as CSV. */
export async function GET(request: Request, { params }: { params: Promise<{ workspace: string }> }): Promise<Response> {
  const caller = await currentCaller();
  if (!caller) return new Response("Sign in first.\n", { status: 401 });
  const { workspace } = await params;
  const shown = parseShown(Object.fromEntries(new URL(request.url).searchParams));
  const exported = await exportWorkspaceTokens(caller, { workspace, ...shown, page: 1 });
  if (!exported.ok) return new Response("There is nothing to export here.\n", { status: 404 });
  const body = Readable.toWeb(Readable.from(asCsv(exported.value), { objectMode: false }));
  return new Response(body as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${workspace}-access-tokens.csv"`,
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
