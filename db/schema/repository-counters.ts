import { bigint, foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { id } from "./columns";
import { repositories } from "./repositories";

/** The last of the published numbers that each kind of thing has in a repository. */
export const repositoryCounters = pgTable(
  "repository_counters",
  {
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    kind: text("kind", { enum: ["pull_request", "pipeline", "item"] }).notNull(),
    last: bigint("last", { mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.kind] }),
    foreignKey({
      name: "repository_counters_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);
