/** What the page reads of the API's description (OpenAPI 3.1). */
export type Description = {
  openapi: string;
  info: object;
  tags: { name: string }[];
  paths: Record<string, Record<string, DescribedOperation>>;
};

type DescribedOperation = {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security: { access_token: string[] }[];
};

export type Operation = {
  name: string;
  group: string;
  method: string;
  path: string;
  summary: string;
  /** Null: a token of any scopes will do. */
  scope: string | null;
};

export type Group = { name: string; operations: Operation[] };

/** The operations in their groups, by path; those alone that `search` finds. */
export function groupsOf({ tags, paths }: Description, search: string): Group[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(path, method, operation)),
  );
  const words = search.toLowerCase().split(/\s+/);
  const found = all
    .filter((operation) => words.every((word) => textOf(operation).includes(word)))
    .sort((a, b) => order(a.path, b.path) || methods.indexOf(a.method) - methods.indexOf(b.method));
  return tags
    .map(({ name }) => ({ name, operations: found.filter(({ group }) => group === name) }))
    .filter(({ operations }) => operations.length > 0);
}

const methods = ["GET", "POST", "PUT", "DELETE"];

function operationOf(path: string, method: string, { operationId, tags, summary, security }: DescribedOperation) {
  const scope = security[0]?.access_token[0] ?? null;
  return { name: operationId, group: tags[0] ?? "", method: method.toUpperCase(), path, summary, scope };
}

function textOf({ summary, path, method, scope, group }: Operation): string {
  return [summary, method, path, scope, group].join(" ").toLowerCase();
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The description of one operation and nothing else, as it is asked on the server at `origin`. What it refers to stands
 * in its place, since the viewer follows no references.
 */
export function onlyOperation(description: Description, { path, method }: Operation, origin: string): object {
  const {
    summary: _,
    description: __,
    security: ___,
    ...operation
  } = description.paths[path]?.[method.toLowerCase()] ?? {};
  return {
    openapi: description.openapi,
    info: description.info,
    servers: [{ url: `${origin}/2.0` }],
    paths: { [path]: { [method.toLowerCase()]: withoutReferences(operation, description, []) } },
  };
}

function withoutReferences(value: unknown, description: Description, within: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutReferences(item, description, within));
  if (!isObject(value)) return value;
  const { $ref: reference } = value;
  if (typeof reference !== "string") {
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, withoutReferences(part, description, within)]),
    );
  }
  // What holds itself is told once.
  if (within.includes(reference)) return { type: "object", description: `Another ${reference.split("/").at(-1)}` };
  return withoutReferences(referredTo(reference, description), description, [...within, reference]);
}

function referredTo(reference: string, description: Description): unknown {
  return reference
    .split("/")
    .slice(1)
    .reduce<unknown>((place, name) => (isObject(place) ? place[name] : undefined), description);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
