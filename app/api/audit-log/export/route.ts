import { Readable } from "node:stream";
import { z } from "zod";
import { parseShown } from "@/app/_audit/address";
import { currentCaller } from "@/app/_session/caller";
import { exportFormats, exportLines } from "@/lib/audit/export-lines";
import { exportAuditEvents } from "@/lib/audit/list";
import { ResourceName } from "@/lib/resource-name";

const Format = z.object({ format: z.enum(exportFormats) });
const types = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson; charset=utf-8" };

/** The log that a page shows, all of it, as a file: written as it is read. */
export async function GET(request: Request): Promise<Response> {
  const caller = await currentCaller();
  if (!caller) return new Response("Sign in first.\n", { status: 401 });
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const resource = ResourceName.safeParse(query);
  const asked = Format.safeParse(query);
  if (!resource.success || !asked.success) return new Response("Which log, and as what?\n", { status: 400 });
  const { filter } = parseShown(query);
  const exported = await exportAuditEvents(caller, { resource: resource.data, filter });
  if (!exported.ok) return new Response("There is nothing to export here.\n", { status: 404 });
  const { format } = asked.data;
  const lines = Readable.from(exportLines(exported.value, format), { objectMode: false });
  return new Response(Readable.toWeb(lines) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": types[format],
      "content-disposition": `attachment; filename="${fileName(resource.data)}-audit-log.${format}"`,
      "cache-control": "no-store",
    },
  });
}

/** Found under these names, they are made of letters, digits, dots, dashes and braces. */
function fileName(resource: ResourceName): string {
  switch (resource.kind) {
    case "workspace":
      return resource.workspace;
    case "project":
      return `${resource.workspace}-${resource.project}`;
    case "repository":
      return `${resource.workspace}-${resource.repository}`;
  }
}
