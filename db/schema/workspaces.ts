import { pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";

export const plan = pgEnum("plan", ["free", "standard", "premium"]);

export const workspaces = pgTable("workspaces", {
  id: id().primaryKey(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  plan: plan("plan").notNull().default("free"),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
});
