import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { users } from "@/db/schema/users";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { newId } from "../ids";
import { emailSchema, nameSchema } from "../names";
import { operation } from "../operation";
import { newPasswordSchema } from "./new-password";
import { hashPassword } from "./password";

export type CreatedUser = { id: string; email: string; name: string };

/** Makes an account, for whoever runs the server. Others come by invitation. */
export const createUser = operation({
  name: "users.create",
  scope: "user:create",
  input: z.object({ email: emailSchema, name: nameSchema, password: newPasswordSchema }),
  find: async () => ({ resource: { kind: "instance" as const } }),
  missing: () => ({ what: "other", name: "server" }),
  run: async ({ caller, input }): Promise<Result<CreatedUser>> => {
    const passwordHash = await hashPassword(input.password);
    try {
      return ok(await db().transaction((tx) => insertUser(tx, caller, { ...input, passwordHash })));
    } catch (error) {
      if (violatedConstraint(error) !== "users_email_key") throw error;
      return fail({
        code: "conflict",
        field: "email",
        message: `There is an account with the address ${input.email}.`,
      });
    }
  },
});

/** Inserts the account with its audit row. A taken address violates `users_email_key`. */
export async function insertUser(
  tx: Executor,
  by: Caller | { self: true; address: string | null; requestId: string | null },
  account: { email: string; name: string; passwordHash: string },
): Promise<CreatedUser> {
  const user = { id: newId(), email: account.email, name: account.name };
  await tx.insert(users).values({ ...user, passwordHash: account.passwordHash, createdAt: new Date() });
  await recordAudit(tx, "self" in by ? { ...by, principal: newcomer(user) } : by, {
    action: "user.created",
    resource: { kind: "instance" },
    details: { user_id: user.id, email: user.email },
  });
  return user;
}

/** A person who just made their account, as the actor of what follows from it. */
export function newcomer(user: CreatedUser): Caller["principal"] {
  return { kind: "user", userId: user.id, name: user.name, email: user.email, access: [] };
}
