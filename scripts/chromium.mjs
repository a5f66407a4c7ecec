import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * A Chromium to test with: CHROMIUM_PATH, the system's, Playwright's own. Where there is none, one is installed. Null: Playwright
 * takes its own.
 * @returns {Promise<string | null>}
 */
export async function findOrInstallChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (existsSync(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}, and there is no such file.`);
  }
  const system = systemChromium();
  if (system) return system;
  const { chromium } = await import("@playwright/test");
  if (existsSync(chromium.executablePath())) return null;

  console.log("There is no Chromium yet. Installing one…");
  if (isDebian() && process.geteuid?.() === 0) {
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
    return systemChromium();
  }
  run(process.platform === "win32" ? "npx.cmd" : "npx", ["playwright", "install", "chromium"]);
  return null;
}

function systemChromium() {
  const places = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ];
  return places.find((place) => existsSync(place)) ?? null;
}

function isDebian() {
  // Ubuntu's package of that name is only a pointer to a snap.
  return existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const result = spawnSync(command, args, { stdio: "inherit", env: environment });
  if (result.status !== 0)
    throw new Error(`${command} ${args.join(" ")} didn't work. Set CHROMIUM_PATH to a Chromium.`);
}
