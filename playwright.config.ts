import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

// Chosen by `npm test`; without it Playwright takes its own browser.
const executablePath = process.env.CHROMIUM_PATH || systemBrowser();

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: process.env.LATCHKEY_TEST_REPORT
    ? [["list"], ["json", { outputFile: process.env.LATCHKEY_TEST_REPORT }]]
    : [["list"]],
  projects: [
    { name: "product", testIgnore: "no-secret-at-rest.spec.ts", teardown: "at rest" },
    { name: "at rest", testMatch: "no-secret-at-rest.spec.ts" },
  ],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "UTC",
    // They would hold passwords and secrets.
    trace: "off",
    video: "off",
    screenshot: "off",
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"],
    },
  },
});

function systemBrowser(): string | undefined {
  return ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) => existsSync(file));
}
