import { pgTable, text } from "drizzle-orm/pg-core";
import { bytea, moment } from "./columns";

/** Which keys this database was filled under: enough to recognise them, nothing to open anything with. */
export const knownKeys = pgTable("known_keys", {
  id: text("id").primaryKey(),
  /** Derived from the key (HKDF), for no other use. */
  fingerprint: bytea("fingerprint").notNull(),
  firstSeenAt: moment("first_seen_at").notNull(),
});
