export class ConnectionLostError extends Error {
  override name = "ConnectionLostError";
  constructor(options?: ErrorOptions) {
    super("The database can't be reached.", options);
  }
}

const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
/** Class 08: connection exceptions. 57P01 to 57P05: the server goes down or comes up. 53300: no connection is free. */
const sqlStates = /^(08...|57P0[1-5]|53300)$/;
const driverMessages =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|not queryable|Client was closed/;

/** Whether an error says that the database is away, as opposed to refusing what it was asked. */
export function isConnectionError(error: unknown): boolean {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause instanceof ConnectionLostError) return true;
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    if (networkCodes.has(code) || sqlStates.test(code) || driverMessages.test(cause.message)) return true;
    if (cause instanceof AggregateError && cause.errors.some((inner) => isConnectionError(inner))) return true;
  }
  return false;
}

/** The name of the constraint that a write ran against, or null where the error is another one. */
export function violatedConstraint(error: unknown): string | null {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ("constraint" in cause && typeof cause.constraint === "string") return cause.constraint;
  }
  return null;
}
