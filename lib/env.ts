import path from "node:path";
import { z } from "zod";

/** The environment, read once. Nothing else reads process.env. */
const Environment = z.object({
  /** A PostgreSQL 15 or newer. The launcher sets it for its children when it runs the embedded server. */
  DATABASE_URL: z.string().min(1).optional(),
  LATCHKEY_DATA_DIR: z.string().min(1).default(".data"),
  /** The address under which people and machines reach the product, where it differs from what they ask for. */
  LATCHKEY_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "LATCHKEY_PUBLIC_URL must be an http or https address." })
    .transform((url) => new URL(url).origin)
    .optional(),
  /** `id:base64` of 32 bytes each, separated by commas; the first is current, the others are retired. */
  LATCHKEY_KEYS: z.string().min(1).optional(),
  /** Addresses and CIDR ranges of proxies in front, separated by commas, whose X-Forwarded-For is believed. */
  LATCHKEY_TRUSTED_PROXIES: z.string().default(""),
  /** How many days the use of tokens is known for. */
  LATCHKEY_USAGE_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
  /** Off for the bench alone, which compares the two. Without it nobody can tell which tokens are in use. */
  LATCHKEY_USAGE: z.enum(["on", "off"]).default("on"),
  /** `identifier:base64` of the public keys that GitHub's secret scanning signs with, separated by commas. */
  LATCHKEY_GITHUB_SCANNING_KEYS: z.string().default(""),
  /** The mail server, such as `smtps://name:password@mail.example.com`. Without it nothing is mailed. */
  LATCHKEY_SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "LATCHKEY_SMTP_URL must be an smtp or smtps address." })
    .optional(),
  /** Who mails come from: an address, or `Latchkey <latchkey@example.com>`. */
  LATCHKEY_MAIL_FROM: z.string().min(3).optional(),
  /** Whether webhooks may go to private, loopback and link-local addresses. */
  LATCHKEY_PRIVATE_WEBHOOKS: z.enum(["on", "off"]).default("off"),
  LATCHKEY_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  /** Whether an empty embedded database is filled with a demo. */
  LATCHKEY_DEMO: z.enum(["on", "off"]).default("on"),
  /** The private socket between the resource server and the web process. */
  LATCHKEY_WEB_SOCKET: z.string().min(1).optional(),
  /** Set by npm for what it runs. */
  npm_lifecycle_event: z.string().optional(),
  /** Where git is found. */
  PATH: z.string().optional(),
  NODE_ENV: z.enum(["development", "production", "test"]).catch("production"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
});

const mailHasSender = {
  path: ["LATCHKEY_MAIL_FROM"],
  error: "LATCHKEY_SMTP_URL is set, so LATCHKEY_MAIL_FROM must say who the mails come from.",
};

export const env = parseEnvironment(process.env);

/** What links begin with where no request says it: in mails and webhooks. */
export const ownOrigin = env.publicUrl ?? `http://${env.host.includes(":") ? `[${env.host}]` : env.host}:${env.port}`;

function parseEnvironment(variables: NodeJS.ProcessEnv) {
  const withoutEmpty = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = Environment.refine(
    ({ LATCHKEY_SMTP_URL, LATCHKEY_MAIL_FROM }) => !LATCHKEY_SMTP_URL || LATCHKEY_MAIL_FROM,
    mailHasSender,
  ).safeParse(withoutEmpty);
  if (!parsed.success) throw new Error(`The environment is not right.\n${z.prettifyError(parsed.error)}`);
  return {
    databaseUrl: parsed.data.DATABASE_URL,
    dataDir: path.resolve(parsed.data.LATCHKEY_DATA_DIR),
    publicUrl: parsed.data.LATCHKEY_PUBLIC_URL,
    keys: parsed.data.LATCHKEY_KEYS,
    trustedProxies: parsed.data.LATCHKEY_TRUSTED_PROXIES,
    usageDays: parsed.data.LATCHKEY_USAGE_DAYS,
    collectsUsage: parsed.data.LATCHKEY_USAGE === "on",
    gitHubScanningKeys: parsed.data.LATCHKEY_GITHUB_SCANNING_KEYS,
    smtpUrl: parsed.data.LATCHKEY_SMTP_URL,
    mailFrom: parsed.data.LATCHKEY_MAIL_FROM,
    allowsPrivateWebhooks: parsed.data.LATCHKEY_PRIVATE_WEBHOOKS === "on",
    logLevel: parsed.data.LATCHKEY_LOG_LEVEL,
    demo: parsed.data.LATCHKEY_DEMO === "on",
    webSocket: parsed.data.LATCHKEY_WEB_SOCKET,
    runByNpm: parsed.data.npm_lifecycle_event !== undefined,
    path: parsed.data.PATH,
    nodeEnv: parsed.data.NODE_ENV,
    host: parsed.data.HOST,
    port: parsed.data.PORT,
  };
}
