import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export default defineConfig({
  resolve: { alias: { "@": root, "server-only": here("node_modules/server-only/empty.js") } },
  test: {
    exclude: ["node_modules", "dist", ".next", ".data", "e2e"],
    restoreMocks: true,
    // One less than there are processors leaves half of a small machine idle.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: ["**/*.integration.test.ts"],
          // Some run real git, beside other tests.
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          globalSetup: "test-support/database-server.ts",
          setupFiles: "test-support/database.ts",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
