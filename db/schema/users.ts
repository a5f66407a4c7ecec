import { sql } from "drizzle-orm";
import { integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";

export const users = pgTable(
  "users",
  {
    id: id().primaryKey(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** argon2id, in its own encoded form. */
    passwordHash: text("password_hash").notNull(),
    /** Raised by a password change; a session of another generation is over. */
    sessionGeneration: integer("session_generation").notNull().default(1),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [uniqueIndex("users_email_key").on(sql`lower(${table.email})`)],
);
