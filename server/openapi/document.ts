import { z } from "zod";
import { allScopes, scopeDefinition } from "@/lib/authorization/scopes";
import { ErrorObject } from "@/lib/published/values";
import { type OperationRoute, type Route, restPrefix, routes } from "../http/operation-route";

type Json = Record<string, unknown>;

/** The description of the REST API (OpenAPI 3.1), made from what the routes check their bodies and answers by. */
export function describeApi(): Json {
  const schemas = new Map<string, unknown>();
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    if (route.kind !== "operation") continue;
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describe(route, schemas) };
  }
  const error = schemaOf(ErrorObject, "output", schemas);
  return {
    openapi: "3.1.0",
    info: {
      title: "Latchkey",
      version: "2.0",
      description: "The REST API for access tokens, in the shape of Bitbucket Cloud’s.",
    },
    servers: [{ url: restPrefix }],
    security: [{ access_token: [] }],
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      responses: { failure: { description: "Why not.", content: { "application/json": { schema: error } } } },
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

function describe(route: OperationRoute & Pick<Route, "path">, schemas: Schemas): Json {
  const scope = route.scope === "any" ? [] : [route.scope];
  return {
    operationId: route.name,
    tags: [tagOf(route.path)],
    ...(scope.length > 0 ? { description: `Takes the scope \`${scope[0]}\`.` } : {}),
    security: [{ access_token: scope }],
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...(route.body ? { requestBody: requestBody(route.body, schemas) } : {}),
    ...(route.rawBody ? { requestBody: { content: { "multipart/form-data": { schema: { type: "object" } } } } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, schema]) => [status, answer(Number(status), schema, schemas)]),
      ),
      default: { $ref: "#/components/responses/failure" },
    },
  };
}

/** What the operation is about: the last of the path's names that is no placeholder. */
function tagOf(path: string): string {
  const names = path.split("/").filter((part) => part !== "" && !part.startsWith("{"));
  const [first = "", second] = names;
  return second ?? first;
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(query: z.ZodObject | null): Json[] {
  const shown = [fieldsParameter];
  if (!query) return shown;
  const { properties = {} } = z.toJSONSchema(query, { io: "input" });
  return [...Object.entries(properties).map(([name, schema]) => ({ name, in: "query", schema })), ...shown];
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
  const { $schema: _, $defs = {}, ...json } = atHome(z.toJSONSchema(schema, { io, unrepresentable: "any" }));
  for (const [id, named] of Object.entries($defs as Json)) schemas.set(id, named);
  const { id } = z.globalRegistry.get(schema) ?? {};
  if (id === undefined) return json;
  schemas.set(id, json);
  return { $ref: `${home}${id}` };
}

const home = "#/components/schemas/";

/** References to where OpenAPI keeps what is named. */
function atHome(schema: object): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"${home}`));
}
