import { index, pgTable } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";

/** Sessions that were signed out of before they ran out. A row can go once the session would be over anyway. */
export const endedSessions = pgTable(
  "ended_sessions",
  { id: id().primaryKey(), endsAt: moment("ends_at").notNull() },
  (table) => [index("ended_sessions_ends_at_idx").on(table.endsAt)],
);
