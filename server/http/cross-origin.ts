import { type Answer, noContent } from "./answer";

/**
 * Pages of any origin may call the API, as with the published one: a token is sent by a script that holds it, and never by
 * a browser of its own accord.
 */
export const crossOriginHeaders = [
  "access-control-allow-origin",
  "*",
  "access-control-expose-headers",
  "Accept-Ranges, Content-Encoding, Content-Length, Content-Type, ETag, Last-Modified, Link, Retry-After, X-Request-Id",
];

/** The answer to a browser that asks before it calls (Fetch standard, "CORS-preflight request"). */
export function crossOriginPermission(methods: readonly string[]): Answer {
  return {
    ...noContent(),
    headers: {
      allow: methods.join(", "),
      "access-control-allow-methods": methods.join(", "),
      "access-control-allow-headers":
        "Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, Origin, Range, X-Requested-With",
      "access-control-max-age": "86400",
    },
  };
}
