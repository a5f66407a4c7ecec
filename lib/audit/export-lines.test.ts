import { expect, test } from "vitest";
import { exportLines } from "./export-lines";
import type { AuditEventView } from "./view";

const event: AuditEventView = {
  id: "018f0000-0000-7000-8000-000000000001",
  at: new Date("2026-03-03T14:05:09.123Z"),
  action: "access_token.revoked",
  group: "tokens",
  sentence: 'Revoked the token =cmd|" /C calc".',
  actor: { kind: "user", id: "018f0000-0000-7000-8000-000000000002", name: "@Ada,\nL" },
  resource: { kind: "repository", id: null, label: "acme/api" },
  address: null,
  details: { name: '=cmd|" /C calc"' },
};

async function* twoBatches() {
  yield [event];
  yield [{ ...event, action: "access_token.issued" }, event];
}

async function linesOf(format: "csv" | "ndjson"): Promise<string> {
  let text = "";
  for await (const lines of exportLines(twoBatches(), format)) text += lines;
  return text;
}

test("CSV has a head and a line for each event, and no cell is a formula", async () => {
  const text = await linesOf("csv");
  const [head, first] = text.split("\r\n");
  expect(text.split("\r\n")).toHaveLength(5);
  expect(head).toBe("id,at,action,what,actor_kind,actor_id,actor,resource_kind,resource_id,resource,address,details");
  expect(first).toBe(
    `${event.id},2026-03-03T14:05:09.123Z,access_token.revoked,"Revoked the token =cmd|"" /C calc"".",user,${event.actor.id},"'@Ada,\nL",repository,,acme/api,,"{""name"":""=cmd|\\"" /C calc\\""""}"`,
  );
});

test("NDJSON is one object for each event", async () => {
  const lines = (await linesOf("ndjson")).split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.map((line) => JSON.parse(line).action)).toEqual([
    "access_token.revoked",
    "access_token.issued",
    "access_token.revoked",
  ]);
  const { sentence, group: _, ...rest } = event;
  expect(JSON.parse(lines[0] ?? "")).toEqual({ ...rest, what: sentence, at: "2026-03-03T14:05:09.123Z" });
});

test("no events make an empty file, which CSV gives its head", async () => {
  async function* none(): AsyncGenerator<AuditEventView[]> {}
  const collect = async (format: "csv" | "ndjson") => {
    const parts: string[] = [];
    for await (const part of exportLines(none(), format)) parts.push(part);
    return parts.length;
  };
  expect([await collect("csv"), await collect("ndjson")]).toEqual([1, 0]);
});
