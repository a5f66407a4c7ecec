import type { AppError } from "@/lib/errors";

/** What a form's action gives back. `fields` maps a field's name to what is wrong with it. */
export type FormState<Value = null> =
  | { status: "idle" }
  | { status: "failed"; fields: Record<string, string[]>; message: string | null }
  | { status: "done"; value: Value };

export type FormAction<Value = null> = (previous: FormState<Value>, form: FormData) => Promise<FormState<Value>>;

export function done<Value>(value: Value): FormState<Value> {
  return { status: "done", value };
}

/** An error in the words of a form. `undone` says what did not happen: "Not saved." */
export function failed(error: AppError, undone = "Not saved."): FormState<never> {
  switch (error.code) {
    case "invalid_request":
      return { status: "failed", fields: error.fields, message: null };
    case "conflict":
      return error.field
        ? { status: "failed", fields: { [error.field]: [error.message] }, message: null }
        : withMessage(`${undone} ${error.message}`);
    case "refused_by_policy":
      return withMessage(`${undone} ${error.message}`);
    case "insufficient_scope":
      return withMessage(`${undone} You no longer have the role that this takes.`);
    case "not_found":
      return withMessage(`${undone} It’s no longer there, or you may no longer see it.`);
    case "unauthenticated":
      return withMessage(`${undone} You are no longer signed in.`);
    case "plan_required":
      return withMessage(`${undone} The plan of the workspace doesn’t include it.`);
    case "throttled":
      return withMessage(`${undone} Too many attempts. Try again in ${error.retryAfterSeconds} seconds.`);
  }
}

/** An error of something that has no fields: a row's menu, say. */
export function refused(error: AppError, undone: string): FormState<never> {
  return error.code === "conflict" ? withMessage(`${undone} ${error.message}`) : failed(error, undone);
}

function withMessage(message: string): FormState<never> {
  return { status: "failed", fields: {}, message };
}

/** A field of a form as text; empty where it's missing or a file. On the way its lines end with CRLF: here with LF, as in Git. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}
