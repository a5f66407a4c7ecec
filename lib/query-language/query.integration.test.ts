import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { queryToFilter, queryToSql, sortToSql } from "./compile";
import { parseQuery, type Query } from "./parse";

function parsed(text: string): Query {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(JSON.stringify(query.error));
  return query.value;
}

function problem(text: string): string {
  const query = parseQuery(text);
  return query.ok || query.error.code !== "invalid_request" ? "none" : (query.error.fields.q?.[0] ?? "");
}

describe("what is written", () => {
  it("is read with AND before OR, brackets before both", () => {
    expect(parsed('a = 1 OR b != "x" and not_c ~ "y"')).toMatchObject({
      kind: "or",
      parts: [
        { field: "a" },
        {
          kind: "and",
          parts: [
            { field: "b", operator: "!=" },
            { field: "not_c", value: "y" },
          ],
        },
      ],
    });
    expect(parsed("(a = 1 or b = 2) AND c = 3")).toMatchObject({
      kind: "and",
      parts: [{ kind: "or" }, { field: "c" }],
    });
  });

  it.each([
    ['t = "say \\"hello\\" \\\\"', 'say "hello" \\'],
    ["t = -1.5", -1.5],
    ["t = TRUE", true],
    ["t = null", null],
    ["t > 2026-01-31", { moment: new Date("2026-01-31T00:00:00Z") }],
    ["t > 2026-01-31T10:00:00.123456+02:00", { moment: new Date("2026-01-31T08:00:00.123Z") }],
    ["t > 2026-01-31T10:00", { moment: new Date("2026-01-31T10:00:00Z") }],
    ["source.branch.name=null", null],
  ])("%s has its value", (text, value) => {
    expect(parsed(text)).toMatchObject({ kind: "comparison", value });
  });

  it.each([
    ["", "The query ends where a field or ( should stand."],
    ["a", "The query ends where a comparison should stand."],
    ["a =", "The query ends where a value should stand."],
    ["a = b", "At 5 stands “b”, where a value"],
    ['a = "x', "Nothing can be made of what stands at 5"],
    ["a = 1 b = 2", "At 7 stands “b”, where AND, OR or the end should."],
    ["(a = 1", "The query ends where ) should stand."],
    ["a = 1; drop table users", "Nothing can be made of what stands at 6: “; drop table users”."],
    ["a > 2026-13-01", "2026-13-01 is no date."],
    ["a > 0000-01-01", "0000-01-01 is no date."],
    ["a > 9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59-05:00 is no date."],
    [`${"(".repeat(30)}a = 1`, "Use at most 20 brackets in each other."],
    [Array.from({ length: 101 }, () => "a = 1").join(" or "), "Compare at most 100 times."],
    [`a = "${"x".repeat(4_000)}"`, "Use at most 4,000 characters."],
  ])("%j is refused with where and why", (text, said) => {
    expect(problem(text)).toContain(said);
  });

  it("is never more than refused, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'ab."\\=!~<>() 0129-T:ANDORnull') })),
        (text) => {
          expect(parseQuery(text)).toHaveProperty("ok");
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

type Row = { name: string | null; size: number | null; at: Date | null; on: boolean };

const sqlFields = {
  name: { type: "text", column: sql.raw("name") },
  size: { type: "number", column: sql.raw("size") },
  at: { type: "moment", column: sql.raw("at") },
  on: { type: "boolean", column: sql.raw('"on"') },
} as const;

const rowFields = {
  name: { type: "text", read: (row: Row) => row.name },
  size: { type: "number", read: (row: Row) => row.size },
  at: { type: "moment", read: (row: Row) => row.at },
  on: { type: "boolean", read: (row: Row) => row.on },
} as const;

const rows: Row[] = [
  { name: "alpha", size: 1, at: new Date("2026-01-01T00:00:00Z"), on: true },
  { name: "Beta", size: 2, at: new Date("2026-01-02T00:00:00Z"), on: false },
  { name: "", size: 0, at: null, on: true },
  { name: null, size: null, at: new Date("2026-01-03T00:00:00Z"), on: false },
  { name: "a'b\"c", size: 10, at: new Date("2025-12-31T23:59:59.999Z"), on: true },
];

async function found(q: string): Promise<number[]> {
  const condition = queryToSql(q, sqlFields);
  if (!condition.ok) throw new Error(JSON.stringify(condition.error));
  const table = sql.join(
    rows.map(
      ({ name, size, at, on }, id) =>
        sql`(${id}::int, ${name}::text, ${size}::bigint, ${at?.toISOString() ?? null}::timestamptz, ${on}::boolean)`,
    ),
    sql`, `,
  );
  const result = await db().execute<{ id: number }>(
    sql`select id from (values ${table}) as rows (id, name, size, at, "on") where ${condition.value} order by id`,
  );
  return result.rows.map(({ id }) => id);
}

const values = {
  name: fc.constantFrom('"alpha"', '"A"', '"b"', '""', '"\'"', "null"),
  size: fc.constantFrom("0", "1", "1.5", "10", "99999999999999999999", "null"),
  at: fc.constantFrom(
    "2026-01-01",
    '"2026-01-02T00:00:00.000000+00:00"',
    '"yesterday"',
    "2026-01-02T00:00:00Z",
    "0001-01-01",
    "9999-12-31",
    "null",
  ),
  on: fc.constantFrom("true", "false"),
};

const comparison = fc
  .constantFrom("name", "size", "at", "on")
  .chain((field) =>
    fc
      .tuple(fc.constantFrom("=", "!=", "~", "!~", "<", "<=", ">", ">="), values[field as keyof typeof values])
      .map(([operator, value]) => `${field} ${operator} ${value}`),
  );

const query: fc.Arbitrary<string> = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3 },
    comparison,
    fc.tuple(tie("query"), fc.constantFrom("AND", "OR"), tie("query")).map(([a, word, b]) => `(${a} ${word} ${b})`),
  ),
})).query;

describe("what is asked", () => {
  it("is answered alike by the database and by a filter, and refused alike", async () => {
    await fc.assert(
      fc.asyncProperty(query, async (q) => {
        const filter = queryToFilter(q, rowFields);
        const condition = queryToSql(q, sqlFields);
        expect(condition.ok).toBe(filter.ok);
        if (!filter.ok) return;
        expect(await found(q)).toEqual(rows.flatMap((row, id) => (filter.value(row) ? [id] : [])));
      }),
      { numRuns: 300 },
    );
  });

  it("is refused where there is no such field, or no such comparison", () => {
    for (const q of [
      "secret = 1",
      "constructor = 1",
      "__proto__ = null",
      'name < "a"',
      "size ~ 1",
      "on > true",
      "name = 1",
    ]) {
      expect([q, queryToSql(q, sqlFields).ok, queryToFilter(q, rowFields).ok]).toEqual([q, false, false]);
    }
  });

  it("is ordered by fields that there are, and no others", () => {
    expect(sortToSql("-at,name", sqlFields, [])).toMatchObject({ ok: true, value: { length: 2 } });
    expect(sortToSql(undefined, sqlFields, [sql`id`])).toMatchObject({ ok: true, value: { length: 1 } });
    for (const sort of ["secret", "-", "name desc", "name;"]) expect(sortToSql(sort, sqlFields, []).ok).toBe(false);
  });
});
