import { asc } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/users";

/** The first account of the server: whoever set it up, as a rule. */
export async function findOldestUser(): Promise<{ email: string } | null> {
  const [user] = await db()
    .select({ email: users.email })
    .from(users)
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(1);
  return user ?? null;
}
