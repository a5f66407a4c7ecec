import { z } from "zod";
import { anyScope } from "@/lib/authorization/can";
import { allScopes, scopeDefinition } from "@/lib/authorization/scopes";
import { ErrorObject } from "@/lib/published/values";
import { type OperationRoute, type Route, restPrefix, routes } from "../http/operation-route";
import { groupOf, groups, pathWords, summaryOf } from "./words";

type Json = Record<string, unknown>;

/**
 * The description of the REST API (OpenAPI 3.1), made from what the routes check their bodies and answers by. `origin` is
 * where it was asked for, and so where the API is.
 */
export function describeApi(origin: string): Json {
  described ??= describeOperations();
  return { ...described, servers: [{ url: origin + restPrefix }] };
}

let described: Json | undefined;

function describeOperations(): Json {
  const schemas = new Map<string, unknown>();
  const paths: Record<string, Record<string, ReturnType<typeof describe>>> = {};
  for (const route of routes) {
    if (route.kind !== "operation") continue;
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describe(route, schemas) };
  }
  const error = schemaOf(ErrorObject, "output", schemas);
  const failures = Object.entries(failureWords).map(([status, description]) => [
    nameOf(status),
    { description, content: { "application/json": { schema: error } } },
  ]);
  const used = new Set(Object.values(paths).flatMap((methods) => Object.values(methods).flatMap(({ tags }) => tags)));
  const known = groups.flatMap(([name]) => (used.delete(name) ? [name] : []));
  return {
    openapi: "3.1.0",
    info: {
      title: "Latchkey",
      version: "2.0",
      description: "The REST API for access tokens, in the shape of Bitbucket Cloud’s.",
    },
    security: [{ access_token: [] }],
    tags: [...known, ...used].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      responses: Object.fromEntries(failures),
      securitySchemes: {
        access_token: {
          type: "http",
          scheme: "bearer",
          description: `An access token. Its scopes: ${grantable().join(", ")}.`,
        },
      },
    },
  };
}

function grantable(): string[] {
  return allScopes.filter((scope) => scopeDefinition(scope).assignableTo.length > 0);
}

type Schemas = Map<string, unknown>;

function describe(route: OperationRoute & Pick<Route, "path">, schemas: Schemas) {
  const scope = route.scope === anyScope ? [] : [route.scope];
  return {
    operationId: route.name,
    tags: [groupOf(route.path)],
    summary: summaryOf(route.name),
    description: scope.length > 0 ? `Takes the scope \`${scope[0]}\`.` : "Takes a token of any scopes.",
    security: [{ access_token: scope }],
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...(route.body ? { requestBody: requestBody(route.body, schemas) } : {}),
    ...(route.rawBody ? { requestBody: rawRequestBody } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, schema]) => [status, answer(Number(status), schema, schemas)]),
      ),
      ...failuresOf(route),
    },
  };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    ...(pathWords[name ?? ""] === undefined ? {} : { description: pathWords[name ?? ""] }),
    schema: { type: "string" },
  }));
}

function queryParameters(query: z.ZodObject | null): Json[] {
  const shown = [fieldsParameter];
  if (!query) return shown;
  const { properties = {} } = z.toJSONSchema(query, { io: "input", override: withoutUsualBounds });
  return [...Object.entries(properties).map(([name, schema]) => queryParameter(name, schema)), ...shown];
}

function queryParameter(name: string, schema: z.core.JSONSchema._JSONSchema): Json {
  const { description, ...rest } = typeof schema === "object" ? schema : {};
  return { name, in: "query", ...(description === undefined ? {} : { description }), schema: rest };
}

const fieldsParameter = {
  name: "fields",
  in: "query",
  description: "Which fields are answered: `id,links.self`, `+participants`, `-links`.",
  schema: { type: "string" },
};

function requestBody(body: z.ZodType, schemas: Schemas): Json {
  const schema = schemaOf(body, "input", schemas);
  return { content: { "application/json": { schema } } };
}

/** What is read as a stream is a form: the fields of the query, and files. */
const rawRequestBody: Json = {
  content: {
    "multipart/form-data": {
      schema: {
        type: "object",
        description:
          "The parameters of the query may stand here as well. Every other part is a file, named by its path.",
        additionalProperties: { type: "string", format: "binary" },
      },
    },
  },
};

function answer(status: number, schema: z.ZodType | null, schemas: Schemas): Json {
  const description = descriptions[status] ?? "What came of it.";
  if (!schema) return { description };
  const json = schemaOf(schema, "output", schemas);
  return { description, content: { [json.type === "string" ? "text/plain" : "application/json"]: { schema: json } } };
}

const descriptions: Readonly<Record<number, string>> = {
  200: "Done.",
  201: "Made.",
  204: "Done; there is nothing to tell.",
  302: "It is found at another address.",
};

/** The schema, with what it names by an id set apart. */
function schemaOf(schema: z.ZodType, io: "input" | "output", schemas: Schemas): Json {
  const made = z.toJSONSchema(schema, { io, unrepresentable: "any", override: withoutUsualBounds });
  const { $schema: _, $defs = {}, ...json } = atHome(made);
  for (const [id, named] of Object.entries($defs as Json)) schemas.set(id, named);
  return json;
}

/** That a whole number fits into JavaScript's goes without saying. */
function withoutUsualBounds({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

const home = "#/components/schemas/";

/** Why not, by status; `default` is whatever else can happen to a request. */
function failuresOf({ scope, body, rawBody, path }: OperationRoute & Pick<Route, "path">): Json {
  const statuses = [
    ...(body || rawBody ? ["400"] : []),
    "401",
    ...(scope === anyScope ? [] : ["403"]),
    ...(path.includes("{") ? ["404"] : []),
    "default",
  ];
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]));
}

function nameOf(status: string): string {
  return status === "default" ? "failure" : `failure_${status}`;
}

const failureWords: Readonly<Record<string, string>> = {
  400: "The body can’t be used; the answer says what of it.",
  401: "There is no token, or none that works.",
  403: "The token hasn’t the scope; the answer names it.",
  404: "It isn’t there, or the token doesn’t reach it.",
  default: "Whatever else: `429` for too many requests, `503` while the database is away.",
};

/** References to where OpenAPI keeps what is named. */
function atHome(schema: object): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"${home}`));
}
