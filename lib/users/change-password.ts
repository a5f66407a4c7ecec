import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";
import { recordAudit } from "../audit/record";
import { fail, invalid, ok, type Result } from "../errors";
import { operation } from "../operation";
import { newPasswordSchema } from "./new-password";
import { hashPassword, verifyPassword } from "./password";
import { takeAttempt } from "./sign-in-attempts";

/** Changes one's own password and ends all of one's sessions, this one included: sign in anew with the new password. */
export const changePassword = operation({
  name: "users.change_password",
  scope: "user:self",
  input: z.object({ current: z.string().min(1, "Enter your current password.").max(1_000), next: newPasswordSchema }),
  find: async () => ({ resource: { kind: "instance" as const } }),
  missing: () => ({ what: "other", name: "account" }),
  run: async ({ caller, input }): Promise<Result<null>> => {
    const { principal } = caller;
    if (principal.kind !== "user") return fail({ code: "unauthenticated" });
    const retryAfterSeconds = await takeAttempt(principal.email.toLowerCase(), caller.address);
    if (retryAfterSeconds !== null) return fail({ code: "throttled", retryAfterSeconds });
    const [user] = await db().select().from(users).where(eq(users.id, principal.userId));
    if (!user || !(await verifyPassword(user.passwordHash, input.current))) {
      return invalid("current", "That is not your current password.");
    }
    const passwordHash = await hashPassword(input.next);
    return db().transaction(async (tx) => {
      const changed = await tx
        .update(users)
        .set({ passwordHash, sessionGeneration: sql`${users.sessionGeneration} + 1` })
        .where(and(eq(users.id, user.id), eq(users.sessionGeneration, user.sessionGeneration)))
        .returning({ id: users.id });
      if (changed.length === 0) {
        return fail({ code: "conflict", message: "Your password was changed a moment ago, somewhere else." });
      }
      await recordAudit(tx, caller, { action: "user.password_changed", resource: { kind: "instance" } });
      return ok(null);
    });
  },
});
