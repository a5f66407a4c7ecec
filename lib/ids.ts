import { v7 } from "uuid";

/** A UUIDv7 (RFC 9562, section 5.7). */
export function newId(): string {
  return v7();
}

/** A UUID in the braces that the published API writes it in. */
export function braced(id: string): string {
  return `{${id}}`;
}

/** The UUID inside the braces, or null where the text is something else: a slug, say. */
export function unbraced(text: string): string | null {
  const match = /^\{([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}$/i.exec(text);
  return match?.[1]?.toLowerCase() ?? null;
}

/** The UUID that a text names: in braces, bare, or as an account id. Null where it names none. */
export function namedId(text: string): string | null {
  return unbraced(text) ?? unbraced(`{${text.replace(/^712020:/, "")}}`);
}

/**
 * Whether a text can be a slug or key at all. What can't is not found without asking the database, which would fail on
 * some of it (NUL), and take the lookups of others in the same group along.
 */
export function isPossibleName(text: string): boolean {
  return /^[\w.-]{1,100}$/.test(text);
}
