import { and, type Column, or, type SQL, sql } from "drizzle-orm";
import { invalid, ok, type Result } from "../errors";
import { momentIn, type Operator, parseQuery, type Query, type Value } from "./parse";

/** What a list can be asked for: a field's kind, and where it is. */
export type SqlFields = Readonly<Record<string, { type: FieldType; column: Column | SQL }>>;
export type ItemFields<Item> = Readonly<Record<string, { type: FieldType; read: (item: Item) => unknown }>>;

type FieldType = "text" | "number" | "moment" | "boolean";
type Comparison = Query & { kind: "comparison" };

/** The condition that `q` stands for, its values as parameters. Undefined where there is no query. */
export function queryToSql(q: string | undefined, fields: SqlFields): Result<SQL | undefined> {
  if (q === undefined) return ok(undefined);
  const query = checkedQuery(q, fields);
  return query.ok ? ok(toSql(query.value, fields)) : query;
}

/** Whether an item is what `q` asks for. Without a query each one is. */
export function queryToFilter<Item>(q: string | undefined, fields: ItemFields<Item>): Result<(item: Item) => boolean> {
  if (q === undefined) return ok(() => true);
  const query = checkedQuery(q, fields);
  return query.ok ? ok((item) => matches(query.value, fields, item)) : query;
}

type Typed = Readonly<Record<string, { type: FieldType }>>;

function checkedQuery(q: string, fields: Typed): Result<Query> {
  const parsed = parseQuery(q);
  if (!parsed.ok) return parsed;
  const query = withMoments(parsed.value, fields);
  const problem = problemIn(query, fields);
  return problem === null ? ok(query) : invalid("q", problem);
}

/** A moment may stand in quotes, as some clients write it: where it is compared with one it is no text. */
function withMoments(query: Query, fields: Typed): Query {
  if (query.kind !== "comparison")
    return { ...query, parts: query.parts.map((part: Query) => withMoments(part, fields)) };
  const { value } = query;
  if (typeof value !== "string" || fieldNamed(fields, query.field)?.type !== "moment") return query;
  const moment = momentIn(value);
  return moment ? { ...query, value: { moment } } : query;
}

/** Whether `q` says anything of the field. */
export function queryNames(q: string | undefined, field: string): boolean {
  const query = q === undefined ? null : parseQuery(q);
  return query?.ok === true && comparisonsIn(query.value).some((comparison) => comparison.field === field);
}

/** Whether `sort` says anything of the field. */
export function sortNames(sort: string | undefined, field: string): boolean {
  return namesIn(sort).some((name) => name.replace(/^-/, "") === field);
}

/** The order that `sort` stands for, such as `-updated_on,name`; the usual one where nothing is asked, and to end with. */
export function sortToSql(sort: string | undefined, fields: SqlFields, usual: readonly SQL[]): Result<SQL[]> {
  const order: SQL[] = [];
  for (const name of namesIn(sort)) {
    const field = fieldNamed(fields, name.replace(/^-/, ""));
    if (!field) return invalid("sort", unknownOrder(fields));
    order.push(name.startsWith("-") ? sql`${field.column} desc nulls last` : sql`${field.column} asc nulls last`);
  }
  return ok([...order, ...usual]);
}

/** The same for what is no table: how two items compare. What is missing comes last, as in the database. */
export function sortToCompare<Item>(
  sort: string | undefined,
  fields: ItemFields<Item>,
): Result<(one: Item, other: Item) => number> {
  const keys: { read: (item: Item) => unknown; falls: boolean }[] = [];
  for (const name of namesIn(sort)) {
    const field = fieldNamed(fields, name.replace(/^-/, ""));
    if (!field) return invalid("sort", unknownOrder(fields));
    keys.push({ read: field.read, falls: name.startsWith("-") });
  }
  return ok((one, other) => {
    for (const { read, falls } of keys) {
      const order = compared(comparable(read(one)), comparable(read(other)), falls);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function compared(one: unknown, other: unknown, falls: boolean): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  const rises = typeof one === "number" && typeof other === "number" ? one < other : String(one) < String(other);
  return rises === falls ? 1 : -1;
}

/** An order that is all commas names none. */
function namesIn(sort = ""): string[] {
  return sort
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function unknownOrder(fields: object): string {
  return `Choose among ${Object.keys(fields).join(", ")}, with - before it to turn it round.`;
}

function comparisonsIn(query: Query): Comparison[] {
  return query.kind === "comparison" ? [query] : query.parts.flatMap(comparisonsIn);
}

function fieldNamed<Field>(fields: Readonly<Record<string, Field>>, name: string): Field | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** What can't be asked, or null. What is unknown is refused, never left out: that would widen what is answered. */
function problemIn(query: Query, fields: Typed): string | null {
  for (const comparison of comparisonsIn(query)) {
    const field = fieldNamed(fields, comparison.field);
    if (!field) return `There is no field ${comparison.field} here. Choose among ${Object.keys(fields).join(", ")}.`;
    if (!operatorsFor(field.type, comparison.value).includes(comparison.operator)) {
      return `${comparison.field} can’t be compared with ${comparison.operator} to that. It is ${kindWords[field.type]}.`;
    }
  }
  return null;
}

const kindWords: Record<FieldType, string> = {
  text: "text, in quotes",
  number: "a number",
  moment: "a date, such as 2026-01-31",
  boolean: "true or false",
};

function operatorsFor(type: FieldType, value: Value): readonly Operator[] {
  if (value === null) return ["=", "!="];
  switch (type) {
    case "text":
      return typeof value === "string" ? ["=", "!=", "~", "!~"] : [];
    case "number":
      return typeof value === "number" ? ["=", "!=", "<", "<=", ">", ">="] : [];
    case "moment":
      return typeof value === "object" ? ["=", "!=", "<", "<=", ">", ">="] : [];
    case "boolean":
      return typeof value === "boolean" ? ["=", "!="] : [];
  }
}

function toSql(query: Query, fields: SqlFields): SQL {
  if (query.kind !== "comparison") {
    const parts = query.parts.map((part) => toSql(part, fields));
    return (query.kind === "and" ? and(...parts) : or(...parts)) ?? sql`true`;
  }
  const field = fieldNamed(fields, query.field);
  if (!field) return sql`false`;
  const type = sql.raw(databaseTypes[field.type]);
  const [column, value] = [sql`${field.column}::${type}`, sql`${plain(query.value)}::${type}`];
  const contained = sql`coalesce(position(lower(${value}) in lower(${column})) > 0, false)`;
  switch (query.operator) {
    case "=":
      return sql`${column} is not distinct from ${value}`;
    case "!=":
      return sql`${column} is distinct from ${value}`;
    case "~":
      return contained;
    case "!~":
      return sql`not ${contained}`;
    default:
      return sql`coalesce(${column} ${sql.raw(query.operator)} ${value}, false)`;
  }
}

const databaseTypes: Record<FieldType, string> = {
  text: "text",
  number: "numeric",
  moment: "timestamptz",
  boolean: "boolean",
};

function matches<Item>(query: Query, fields: ItemFields<Item>, item: Item): boolean {
  if (query.kind !== "comparison") {
    const match = (part: Query) => matches(part, fields, item);
    return query.kind === "and" ? query.parts.every(match) : query.parts.some(match);
  }
  const found = comparable(fieldNamed(fields, query.field)?.read(item));
  const wanted = comparable(query.value);
  const numbers = typeof found === "number" && typeof wanted === "number";
  switch (query.operator) {
    case "=":
      return found === wanted;
    case "!=":
      return found !== wanted;
    case "~":
      return contains(found, wanted);
    case "!~":
      return !contains(found, wanted);
    case "<":
      return numbers && found < wanted;
    case "<=":
      return numbers && found <= wanted;
    case ">":
      return numbers && found > wanted;
    case ">=":
      return numbers && found >= wanted;
  }
}

function contains(found: unknown, wanted: unknown): boolean {
  return (
    String(found ?? "")
      .toLowerCase()
      .includes(String(wanted).toLowerCase()) && found !== null
  );
}

/** Moments as numbers; what is missing as null. */
function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "object" && value !== null && "moment" in value) return comparable(value.moment);
  return value ?? null;
}

function plain(value: Value): string | number | boolean | null {
  return typeof value === "object" && value !== null ? value.moment.toISOString() : value;
}
