import { bigint, date, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { accessTokens } from "./access-tokens";
import { id, moment } from "./columns";

const token = {
  accessTokenId: id("access_token_id").notNull(),
  workspaceId: id("workspace_id").notNull(),
};

/** Requests of a token on a day, in UTC. */
export const tokenUsageDays = pgTable(
  "token_usage_days",
  {
    ...token,
    day: date("day", { mode: "string" }).notNull(),
    requests: bigint("requests", { mode: "number" }).notNull(),
    refusals: bigint("refusals", { mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accessTokenId, table.day] }),
    foreignKey({
      name: "token_usage_days_token_fkey",
      columns: [table.workspaceId, table.accessTokenId],
      foreignColumns: [accessTokens.workspaceId, accessTokens.id],
    }).onDelete("cascade"),
    index("token_usage_days_day_idx").on(table.day),
  ],
);

/** Which operations it asked for on a day, the scope each demands, and what came of it. */
export const tokenUsageOperations = pgTable(
  "token_usage_operations",
  {
    ...token,
    day: date("day", { mode: "string" }).notNull(),
    operation: text("operation").notNull(),
    /** Empty where the operation demands none. */
    scope: text("scope").notNull(),
    /** `allowed`, or why it was refused. */
    outcome: text("outcome").notNull(),
    requests: bigint("requests", { mode: "number" }).notNull(),
    lastAt: moment("last_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accessTokenId, table.day, table.operation, table.scope, table.outcome] }),
    foreignKey({
      name: "token_usage_operations_token_fkey",
      columns: [table.workspaceId, table.accessTokenId],
      foreignColumns: [accessTokens.workspaceId, accessTokens.id],
    }).onDelete("cascade"),
    index("token_usage_operations_day_idx").on(table.day),
  ],
);

/** Who uses a secret: an address with a client. The newest twenty of each token are kept. */
export const tokenCallers = pgTable(
  "token_callers",
  {
    ...token,
    secretId: id("secret_id").notNull(),
    address: text("address").notNull(),
    /** The client's own name for itself, cut to 200 characters; empty where it gave none. */
    client: text("client").notNull(),
    requests: bigint("requests", { mode: "number" }).notNull(),
    firstAt: moment("first_at").notNull(),
    lastAt: moment("last_at").notNull(),
    lastOperation: text("last_operation").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accessTokenId, table.secretId, table.address, table.client] }),
    foreignKey({
      name: "token_callers_token_fkey",
      columns: [table.workspaceId, table.accessTokenId],
      foreignColumns: [accessTokens.workspaceId, accessTokens.id],
    }).onDelete("cascade"),
    index("token_callers_last_at_idx").on(table.lastAt),
  ],
);
