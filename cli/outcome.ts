import type { AppError, Result } from "@/lib/errors";

export const exitCodes = { done: 0, refused: 1, usage: 2 } as const;

/** The server's no, in words for the person at the terminal. */
export class Refusal extends Error {
  override name = "Refusal";
}

/** The value of a domain function, or its refusal thrown. */
export function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Refusal(sentence(result.error));
  return result.value;
}

/** One object or array as JSON where --json asks for it, else the lines. */
export function print(asJson: boolean | undefined, value: unknown, lines: readonly string[]): void {
  console.log(asJson ? JSON.stringify(value, null, 2) : lines.join("\n"));
}

const flagsOfFields: Record<string, string> = {
  adminEmail: "--admin",
  mainBranch: "--main-branch",
  scopes: "--scope",
  expiry: "--expires",
  addresses: "--address",
  refs: "--ref",
  source: "the source",
  target: "the resource",
  id: "the id",
};

function sentence(error: AppError): string {
  switch (error.code) {
    case "invalid_request":
      return Object.entries(error.fields)
        .flatMap(([field, messages]) =>
          messages.map((message) => `${flagsOfFields[field] ?? `--${field}`}: ${message}`),
        )
        .join("\n");
    case "not_found":
      return `There is no ${error.what === "other" ? "such thing" : error.what} called ${error.name}.`;
    case "conflict":
    case "refused_by_policy":
      return error.message;
    case "plan_required":
      return (
        `Access tokens of a ${error.kind} need the premium plan, and this workspace is on ${error.plan}. ` +
        "Change it first: latchkey workspace set-plan <slug> premium"
      );
    case "insufficient_scope":
      return `That needs ${error.required}.`;
    case "unauthenticated":
      return "That is not the right address or password.";
    case "throttled":
      return `Too many attempts. Try again in ${error.retryAfterSeconds} seconds.`;
  }
}
