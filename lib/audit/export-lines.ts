import { csvLine } from "../csv";
import type { AuditEventView } from "./view";

export const exportFormats = ["csv", "ndjson"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Events as the lines of a file, as they are read. */
export async function* exportLines(
  batches: AsyncIterable<AuditEventView[]>,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === "csv") {
    yield csvLine([
      ...["id", "at", "action", "what", "actor_kind", "actor_id", "actor"],
      ...["resource_kind", "resource_id", "resource", "address", "details"],
    ]);
  }
  const line = format === "csv" ? asCsv : asJson;
  for await (const events of batches) yield events.map(line).join("");
}

function asCsv({ id, at, action, sentence, actor, resource, address, details }: AuditEventView): string {
  return csvLine([
    ...[id, at.toISOString(), action, sentence, actor.kind, actor.id, actor.name],
    ...[resource.kind, resource.id, resource.label, address, JSON.stringify(details)],
  ]);
}

function asJson({ id, at, action, sentence, actor, resource, address, details }: AuditEventView): string {
  return `${JSON.stringify({ id, at, action, what: sentence, actor, resource, address, details })}\n`;
}
