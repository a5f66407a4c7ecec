import pg from "pg";
import type { Finding, SecretSearch } from "./secret-search";

/**
 * Looks through every column of every table of ours, whatever its type, and through what the server shows of its
 * connections. Bytes are looked at as they are and as hex.
 */
export async function searchDatabase(
  url: string,
  search: SecretSearch,
): Promise<{ table: string; column: string; findings: Finding[] }[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: columns } = await client.query<{ table: string; name: string }>(
      `select attrelid::regclass::text as table, quote_ident(attname) as name
         from pg_attribute
         join pg_class on pg_class.oid = attrelid
        where relkind in ('r', 'm') and attnum > 0 and not attisdropped
          and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
          and relnamespace::regnamespace::text not like 'pg_toast%'`,
    );
    if (columns.length === 0) throw new Error("There are no tables to look through.");
    const found = [];
    for (const { table, name } of [...columns, { table: "pg_stat_activity", name: "query" }]) {
      const { rows } = await client.query<{ value: string | null }>(`select ${name}::text as value from ${table}`);
      const findings = rows.flatMap(({ value }) => formsOf(value).flatMap((bytes) => search.in(bytes)));
      if (findings.length > 0) found.push({ table, column: name, findings });
    }
    return found;
  } finally {
    await client.end();
  }
}

function formsOf(value: string | null): Buffer[] {
  if (value === null) return [];
  const text = Buffer.from(value);
  return value.startsWith("\\x") ? [text, Buffer.from(value.slice(2), "hex")] : [text];
}
