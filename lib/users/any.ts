import { count } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { users } from "@/db/schema/users";

/** Whether anybody has an account: before that the server is new. */
export async function anyUser(executor: Executor = db()): Promise<boolean> {
  const [counted] = await executor.select({ total: count() }).from(users);
  return (counted?.total ?? 0) > 0;
}
