/** Names beneath names; an empty one is the whole of what it names. */
type Fields = Map<string, Fields>;

/**
 * The parts of a value that `fields` asks for, as published: names with dots, separated by commas; those without a sign
 * are all there is to be, `+` adds to what is shown anyway, `-` takes away, `*` stands for any name. Lists are looked
 * through. `unlessAsked` are the paths that are shown only where they are asked for. Never shows what the value hasn't.
 */
export function selectFields(value: unknown, fields: string, unlessAsked: readonly string[] = []): unknown {
  const asked = fields.split(",").map((name) => name.trim());
  const only = asked.filter((name) => /^[^+-]/.test(name));
  const added = asked.filter((name) => name.startsWith("+")).map((name) => name.slice(1));
  const removed = asked.filter((name) => name.startsWith("-")).map((name) => name.slice(1));
  const isAdded = (path: string) => added.some((name) => name === path || name.startsWith(`${path}.`));
  const shown =
    only.length > 0
      ? pick(value, toFields([...only, ...added]))
      : omit(value, toFields(unlessAsked.filter((path) => !isAdded(path))));
  return omit(shown, toFields(removed));
}

function toFields(paths: readonly string[]): Fields {
  const fields: Fields = new Map();
  for (const path of paths) {
    let here = fields;
    const names = path.split(".");
    for (const [at, name] of names.entries()) {
      const known = here.get(name);
      // The whole of it is asked for already.
      if (known?.size === 0) break;
      const next: Fields = at === names.length - 1 ? new Map() : (known ?? new Map());
      here.set(name, next);
      here = next;
    }
  }
  return fields;
}

function pick(value: unknown, fields: Fields): unknown {
  if (fields.size === 0) return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, fields));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      const beneath = fields.get(name) ?? fields.get("*");
      return beneath ? [[name, pick(part, beneath)]] : [];
    }),
  );
}

function omit(value: unknown, fields: Fields): unknown {
  if (fields.size === 0) return value;
  if (Array.isArray(value)) return value.map((item) => omit(item, fields));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      const beneath = fields.get(name) ?? fields.get("*");
      if (beneath?.size === 0) return [];
      return [[name, beneath ? omit(part, beneath) : part]];
    }),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
