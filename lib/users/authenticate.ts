import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import { secretPattern } from "../access-tokens/secret-format";
import { recordAudit } from "../audit/record";
import { fail, invalid, ok, type Result } from "../errors";
import { verifyPassword } from "./password";
import { forgetAttempts, takeAttempt } from "./sign-in-attempts";

type SignedIn = { userId: string; sessionGeneration: number; name: string; email: string };

const Credentials = z.object({ email: z.string().max(254), password: z.string().max(1_000) });

/**
 * Checks an address and a password. `unauthenticated` for a wrong one and for an unknown one alike, after the same
 * work; `invalid_request` on the password where an access token was typed, which can't sign in; `throttled` after too
 * many attempts.
 */
export async function authenticateUser(attempt: {
  email: string;
  password: string;
  address: string | null;
  requestId: string | null;
}): Promise<Result<SignedIn>> {
  // Before any check of length: a token with words around it, or with a typo, is meant as one all the same.
  if (secretPattern.test(attempt.password) || secretPattern.test(attempt.email)) {
    return invalid("password", "That is an access token.");
  }
  const parsed = Credentials.safeParse(attempt);
  if (!parsed.success) return fail({ code: "unauthenticated" });
  const email = parsed.data.email.trim().toLowerCase();

  const retryAfterSeconds = await takeAttempt(email, attempt.address);
  if (retryAfterSeconds !== null) return fail({ code: "throttled", retryAfterSeconds });

  const [user] = await db()
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email));
  const right = await verifyPassword(user?.passwordHash ?? null, parsed.data.password);
  if (!right || !user) return fail({ code: "unauthenticated" });
  await forgetAttempts(email, attempt.address);

  const principal = { kind: "user", userId: user.id, name: user.name, email: user.email, access: [] } as const;
  const caller = { principal, address: attempt.address, requestId: attempt.requestId };
  await recordAudit(db(), caller, { action: "user.signed_in", resource: { kind: "instance" } });
  return ok({ userId: user.id, sessionGeneration: user.sessionGeneration, name: user.name, email: user.email });
}
