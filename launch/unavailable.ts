import type { IncomingMessage, ServerResponse } from "node:http";
import { databaseAnswers } from "@/lib/database-answers";

/** Built files, and the mark: they need no database, and the page that says it's away needs them. */
const files = /^\/(?:_next\/static\/|mark\.svg(?:$|\?))/;

/** Whether the request needs the database while that is away. Then it is to be answered with 503. */
export async function lacksDatabase(request: IncomingMessage): Promise<boolean> {
  return !files.test(request.url ?? "/") && !(await databaseAnswers());
}

/**
 * Turns the request into one for the page that says so, with status 503; what doesn't show pages gets a line of text
 * and needs no more handling. Next can't give a page another status than 200 by itself.
 */
export function makeUnavailable(request: IncomingMessage, response: ServerResponse): "handle" | "answered" {
  Object.defineProperty(response, "statusCode", { get: () => 503, set: () => undefined });
  response.setHeader("retry-after", "5");
  const visits = request.method === "GET" || request.method === "HEAD";
  if (!visits || request.url?.startsWith("/api/")) {
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end("The database can't be reached.\n");
    return "answered";
  }
  request.url = "/unavailable";
  // As a whole page, also to a page that asked for a part of the next one: it then loads the address anew.
  for (const header of Object.keys(request.headers)) {
    if (header === "rsc" || header.startsWith("next-")) delete request.headers[header];
  }
  return "handle";
}
