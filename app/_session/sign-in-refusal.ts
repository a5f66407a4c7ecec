import type { AppError } from "@/lib/errors";

/**
 * Why nobody was signed in, as one word: next-auth carries it from the server to the form. `throttled:` is followed by
 * seconds.
 */
export function signInRefusal(error: AppError): string {
  switch (error.code) {
    case "throttled":
      return `throttled:${error.retryAfterSeconds}`;
    case "invalid_request":
      return "access-token";
    default:
      return "wrong";
  }
}

export type SignInRefusal = "access-token" | "throttled" | "wrong" | "unreachable";

export function parseSignInRefusal(text: string): { refusal: SignInRefusal; minutes: number } {
  const [word = "", seconds = "0"] = text.split(":");
  const minutes = Math.max(1, Math.ceil(Number(seconds) / 60));
  switch (word) {
    case "wrong":
    case "throttled":
    case "access-token":
      return { refusal: word, minutes };
    // Anything else is a fault of the server, the database being away among them.
    default:
      return { refusal: "unreachable", minutes };
  }
}
