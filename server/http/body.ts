import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import type { Answer } from "./answer";
import { badBody, bodyTooLarge, errorAnswer } from "./error-response";
import { formValues } from "./form";

const largestBody = 1024 * 1024;
/** Of what is too large, as much is taken in and thrown away: who has sent it to the end hears why it was refused. */
const largestRefused = 2 * largestBody;

/**
 * Takes in the body that a request announces. Gives what reads it, at once or never: what nobody reads is thrown away.
 * Null where it is announced too large. One that grows on and on cuts its connection off.
 */
export function takeBody(request: IncomingMessage): (() => Promise<Buffer | null>) | null {
  const announced = request.headers["content-length"];
  if (announced === undefined && request.headers["transfer-encoding"] === undefined) return noBody;
  if (Number(announced ?? 0) > largestBody) return null;
  let received = 0;
  request.on("data", (chunk: Buffer) => {
    received += chunk.length;
    if (received > largestRefused) request.destroy();
  });
  return () => readBody(request);
}

async function noBody(): Promise<Buffer> {
  return Buffer.alloc(0);
}

function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let received = 0;
    request.on("data", (chunk: Buffer) => {
      received += chunk.length;
      if (received > largestBody) resolve(null);
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    // After the end this comes too late to matter; without it the client is gone, or was cut off.
    request.once("close", () => resolve(null));
  });
}

type Asked = { header: (name: string) => string; body: () => Promise<Buffer | null> };

/** The body as the schema has it, or the answer that says why it isn't that. Without a schema nothing is read. */
export async function parseBody<Body extends z.ZodType>(
  request: Asked,
  schema: Body | undefined,
): Promise<{ ok: true; body: z.output<Body> } | { ok: false; answer: Answer }> {
  // What no schema describes nobody looks at.
  if (!schema) return { ok: true, body: undefined as z.output<Body> };
  const bytes = await request.body();
  if (bytes === null) return { ok: false, answer: bodyTooLarge() };
  const sent = decodeBody(bytes, request.header("content-type"));
  if (sent === undefined) return { ok: false, answer: badBody() };
  const asSent = schema.safeParse(sent);
  const parsed = asSent.success ? asSent : schema.safeParse(withoutNulls(sent, asSent.error));
  if (parsed.success) return { ok: true, body: parsed.data };
  return { ok: false, answer: errorAnswer({ code: "invalid_request", fields: problemsOf(parsed.error) }) };
}

/** What is wrong with each key of the body. Where it is deeper inside, it says where. */
function problemsOf({ issues }: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const { path, message } of issues) {
    const [key = "form", ...inside] = path.map(String);
    fields[key] = [...(fields[key] ?? []), [...(inside.length > 0 ? [inside.join(".")] : []), message].join(": ")];
  }
  return fields;
}

/** Many clients write null for what they leave unsaid: where it isn't a value of the key, the key counts as not sent. */
function withoutNulls(sent: unknown, { issues }: z.ZodError): unknown {
  for (const { path } of issues) {
    const parent = path.slice(0, -1).reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), sent);
    const key = path.at(-1);
    if (key !== undefined && isObject(parent) && parent[key] === null) Reflect.deleteProperty(parent, key);
  }
  return sent;
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}

/** A form, or JSON whatever it is called: clients forget to say. Undefined where it is neither. */
function decodeBody(bytes: Buffer, contentType: string): unknown {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    const form = [...formValues(bytes.toString())];
    return Object.fromEntries(form.map(([name, values]) => [name, values.length > 1 ? values : values[0]]));
  }
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
