import { anyScope } from "@/lib/authorization/can";
import type { AppError } from "@/lib/errors";
import { type Answer, json } from "./answer";

/** The published messages, word for word: clients compare them. */
export const messages = {
  unauthenticated: "Token is invalid, expired, or not supported for this endpoint.",
  insufficientScope: "Your credentials lack one or more required privilege scopes.",
  closed: "This API is not accessible by this authentication mechanism",
  rateExceeded: "Rate limit for this resource has been exceeded",
  repository:
    "You may not have access to this repository or it no longer exists in this workspace. If you think this repository exists and you have access, make sure you are authenticated.",
} as const;

/** An expected failure as the published API says it. */
export function errorAnswer(error: AppError): Answer {
  switch (error.code) {
    case "invalid_request":
      return envelope(400, firstOf(error.fields), { fields: error.fields });
    case "unauthenticated":
      return envelope(401, messages.unauthenticated);
    case "insufficient_scope": {
      const required = error.required === anyScope ? [] : [error.required];
      const challenge = `Bearer realm="Latchkey", error="insufficient_scope", scope="${required.join(" ")}"`;
      return envelope(
        403,
        messages.insufficientScope,
        { detail: { granted: error.granted, required } },
        { "www-authenticate": challenge },
      );
    }
    case "not_found":
      return envelope(404, notFoundMessage(error));
    case "conflict":
      return envelope(409, error.message, {
        detail: error.detail,
        fields: error.field ? { [error.field]: [error.message] } : undefined,
      });
    case "refused_by_policy":
      return envelope(403, error.message);
    case "plan_required":
      return envelope(402, `This takes the ${error.plan} plan.`);
    case "throttled":
      return envelope(429, "Too many requests.", {}, { "retry-after": String(error.retryAfterSeconds) });
  }
}

export function notFoundMessage({ what, name }: AppError & { code: "not_found" }): string {
  switch (what) {
    case "workspace":
      return `No workspace with identifier '${name}'.`;
    case "project":
      return `No project with key '${name}'.`;
    case "repository":
      return messages.repository;
    case "other":
      return `${name} not found.`;
  }
}

/** Whoever sends an address that is none may not know where its requests end either: the connection closes. */
export function badAddress(message: string): Answer {
  return envelope(400, message, {}, { connection: "close" });
}

export function unauthenticated(sentToken: boolean): Answer {
  // No error code where no credentials were sent (RFC 6750, section 3.1).
  const challenge = sentToken ? 'Bearer realm="Latchkey", error="invalid_token"' : 'Bearer realm="Latchkey"';
  return envelope(401, messages.unauthenticated, {}, { "www-authenticate": challenge });
}

export function closedToTokens(): Answer {
  return envelope(403, messages.closed);
}

export function rateExceeded(secondsLeft: number): Answer {
  return envelope(429, messages.rateExceeded, {}, { "retry-after": String(secondsLeft) });
}

export function noSuchPath(): Answer {
  return envelope(404, "There is no API at this address.");
}

export function wrongMethod(allowed: readonly string[]): Answer {
  return envelope(405, `This address takes ${allowed.join(", ")}.`, {}, { allow: allowed.join(", ") });
}

export function bodyTooLarge(): Answer {
  return envelope(413, "The request body is too large.", {}, { connection: "close" });
}

export function badBody(): Answer {
  return envelope(400, "The request body is not JSON.");
}

export function tooMuchToList(): Answer {
  return envelope(
    400,
    "There is more here than can be listed. Ask for less of it: a folder by its path, or fewer levels.",
  );
}

export function badUpload(status: 400 | 413, message: string): Answer {
  return envelope(status, message, {}, { connection: "close" });
}

export function unavailable(): Answer {
  return envelope(503, "Latchkey can't reach its database. Try again in a moment.", {}, { "retry-after": "5" });
}

export function busy(): Answer {
  return envelope(503, "Too many files are being read at once. Try again in a moment.", {}, { "retry-after": "5" });
}

export function bug(requestId: string): Answer {
  return envelope(500, "Something went wrong here. The log of the server tells more.", { id: requestId });
}

type Extra = { detail?: string | object; fields?: Record<string, string[]>; id?: string };

function envelope(status: number, message: string, extra: Extra = {}, headers?: Record<string, string>): Answer {
  return json({ type: "error", error: { message, ...extra } }, status, { headers });
}

function firstOf(fields: Record<string, string[]>): string {
  const [field, problems] = Object.entries(fields)[0] ?? [];
  return field === undefined ? "The request is not right." : `${field}: ${problems?.[0] ?? "not right"}`;
}
