import { databasePool } from "@/db/client";

/** Whether the database takes a query now. */
export async function databaseAnswers(): Promise<boolean> {
  try {
    await databasePool().query("select 1");
    return true;
  } catch {
    return false;
  }
}
