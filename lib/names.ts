import { z } from "zod";

/** Forms share these with the server; nothing here needs one. */

/** Counts characters as people do: not UTF-16 units. */
function characters(text: string): number {
  return [...text].length;
}

// Control characters and line breaks have no place in a name: they would break logs, headers and git's messages.
const printable = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]*$/u;

/** A name for people, of 1 to 100 characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .refine((name) => characters(name) <= 100, {
    error: ({ input }) => `Use at most 100 characters. This has ${characters(String(input))}.`,
  })
  .refine((name) => printable.test(name), "Use no line breaks or control characters.");

export const descriptionSchema = z
  .string()
  .trim()
  .refine((text) => characters(text) <= 1000, {
    error: ({ input }) => `Use at most 1,000 characters. This has ${characters(String(input)).toLocaleString("en")}.`,
  })
  .refine((text) => printable.test(text.replace(/[\r\n\t]/g, "")), "Use no control characters.")
  .default("");

export const emailSchema = z
  .string()
  .trim()
  .max(254, "Use at most 254 characters.")
  .pipe(z.email("Enter an email address, such as name@example.com."));

/** First segments of addresses that the product itself uses. */
const reservedWorkspaceSlugs = new Set([
  "2.0",
  "_next",
  "account",
  "admin",
  "api",
  "assets",
  "docs",
  "favicon.ico",
  "healthz",
  "help",
  "join",
  "login",
  "logout",
  "metrics",
  "new",
  "oauth",
  "public",
  "readyz",
  "robots.txt",
  "settings",
  "setup",
  "sign-in",
  "sign-out",
  "sign-up",
  "static",
  "support",
  "unavailable",
  "user",
  "users",
  "workspace",
  "workspaces",
]);
const reservedRepositorySlugs = new Set(["workspace", "new"]);

const slugForm = /^[a-z0-9][a-z0-9._-]{0,61}$/;
const slugRule =
  "Use lower-case letters, digits, dots, dashes and underscores, starting with a letter or digit, 62 at most.";

function slugSchema(reserved: ReadonlySet<string>) {
  return z
    .string()
    .trim()
    .min(1, "Enter a short name for addresses.")
    .regex(slugForm, slugRule)
    .refine((slug) => !slug.endsWith(".git") && !slug.endsWith("."), "It can’t end in .git or in a dot.")
    .refine((slug) => !slug.includes(".."), "It can’t hold two dots in a row.")
    .refine((slug) => !reserved.has(slug), { error: ({ input }) => `“${input}” is kept for the product itself.` });
}

export const workspaceSlugSchema = slugSchema(reservedWorkspaceSlugs);
export const repositorySlugSchema = slugSchema(reservedRepositorySlugs);

export const projectKeySchema = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z][A-Z0-9_]{0,19}$/, "Use letters, digits and underscores, starting with a letter, 20 at most.")
  .refine((key) => key !== "NEW", "“NEW” is kept for the product itself.");

/** What git check-ref-format lets a branch or tag be called. */
export const refNameForm = /^(?![-/.])(?!@$)(?!.*(?:\.\.|\/\/|@\{|\/\.|\.lock(?:\/|$)|[\p{Cc} ~^:?*[\\])).*[^/.]$/su;

export const branchNameSchema = z
  .string()
  .trim()
  .min(1, "Enter a branch.")
  .max(200, "Use at most 200 characters.")
  .regex(refNameForm, "That is not a name a branch can have.");

/** A slug made from a name, of which the beginning is enough: what the form suggests. */
export function suggestSlug(name: string): string {
  return name
    .slice(0, 200)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/\.{2,}/g, ".")
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "")
    .slice(0, 62);
}
