import { inspect } from "node:util";
import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { newSecret } from "./access-tokens/secret";
import { createLog } from "./log";
import { scrub } from "./log-scrubber";

/** What ends up in the log when a program says this. */
function logged(say: (log: ReturnType<typeof createLog>) => void): string {
  let output = "";
  say(
    createLog(
      {
        write: (line) => {
          output += scrub(line);
        },
      },
      "debug",
    ),
  );
  return output;
}

const secrets = (["repository", "project", "workspace"] as const).map(newSecret);
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Each attempt hands the log a secret in some way that a mistake could. */
const attempts: Record<string, (secret: string) => unknown[]> = {
  "in the message": (secret) => [`token ${secret} failed`],
  "in a path": (secret) => [{ path: `/2.0/repositories/${secret}/x` }],
  "in a query": (secret) => [{ url: `/?access_token=${secret}&x=1` }],
  "in an address with a password": (secret) => [`cloning https://x-token-auth:${secret}@host/x.git`],
  "as a user agent": (secret) => [{ userAgent: `curl/8 ${secret}` }],
  "as the name of a field": (secret) => [{ [secret]: 1 }],
  "deep in objects": (secret) => [{ a: { b: [{ c: { d: [[secret]] } }] } }],
  "in an error's message": (secret) => [{ error: new Error(`no ${secret}`) }],
  "in an error that is logged as such": (secret) => [new Error(`no ${secret}`)],
  "in an error's stack": (secret) => {
    const error = new Error("plain");
    error.stack = `Error: plain\n    at ${secret} (file.ts:1:1)`;
    return [{ error }];
  },
  "in an error's cause": (secret) => [{ error: new Error("outer", { cause: new Error("inner", { cause: secret }) }) }],
  "in a cause's cause": (secret) => [
    { error: new Error("1", { cause: new Error("2", { cause: new Error(secret) }) }) },
  ],
  "in errors gathered": (secret) => [{ error: new AggregateError([new Error(secret)], "all") }],
  "in a field of an error": (secret) => [
    { error: Object.assign(new Error("plain"), { url: secret, detail: { secret } }) },
  ],
  "as bytes": (secret) => [{ body: Buffer.from(secret) }],
  "as a typed array": (secret) => [{ body: Uint8Array.from(Buffer.from(secret)) }],
  "as an array of numbers": (secret) => [{ body: [...Buffer.from(`Bearer ${secret}`)] }],
  "as hex": (secret) => [{ body: Buffer.from(secret).toString("hex") }],
  "as Basic credentials": (secret) => [{ header: `Basic ${base64(`x-token-auth:${secret}`)}` }],
  "as Basic credentials of the bot": (secret) => [base64(`abcdefghijklmnopqrstuvwxyz0123:${secret}`)],
  "as base64 of itself, behind other letters": (secret) => [`prefix${base64(secret)}`],
  "as base64 for addresses": (secret) => [{ x: Buffer.from(`u:${secret}`).toString("base64url") }],
  "percent-encoded": (secret) => [{ path: `/x/${secret.replace("_", "%5F")}` }],
  "percent-encoded whole": (secret) => [
    [...secret].map((character) => `%${character.charCodeAt(0).toString(16)}`).join(""),
  ],
  "as JSON in a text": (secret) => [{ body: JSON.stringify({ secret, nested: JSON.stringify({ secret }) }) }],
  "as headers": (secret) => [{ headers: { authorization: `Bearer ${secret}`, cookie: `t=${secret}` } }],
  "as raw headers": (secret) => [{ rawHeaders: ["Authorization", `Basic ${base64(`x:${secret}`)}`] }],
  inspected: (secret) => [inspect({ headers: { authorization: [`Bearer ${secret}`] } })],
  "as an argument of the message": (secret) => ["token %s and %j", secret, { secret }],
  "twice on a line": (secret) => [{ a: secret, b: secret }, secret],
};

test.each(Object.keys(attempts))("a secret %s doesn't get into the log", (name) => {
  for (const secret of secrets) {
    const output = logged((log) => {
      const [first, ...rest] = attempts[name]?.(secret) ?? [];
      log.info(first as object, ...(rest as string[]));
      log.child({ bound: first }).error("again");
    });
    const decoded = Buffer.from(output.replace(/[^A-Za-z0-9+/]/g, ""), "base64").toString("latin1");
    for (const form of [
      secret,
      secret.slice(4, 44),
      base64(secret).slice(4, 60),
      Buffer.from(secret).toString("hex"),
    ]) {
      expect(output).not.toContain(form);
      expect(decoded).not.toContain(form);
    }
    expect(output).not.toContain([...Buffer.from(secret)].join(","));
    for (const line of output.trim().split("\n")) expect(() => JSON.parse(line), line).not.toThrow();
  }
});

test("passwords and cookies don't get into the log, whatever they look like", () => {
  const output = logged((log) => {
    log.info({ password: "correct horse", body: { Password: 'with "quotes" and \\ more' }, a: { cookie: "s=abc" } });
    log.info({ headers: { "set-cookie": ["session=abc; HttpOnly", "b=def"], "proxy-authorization": "Digest abc" } });
  });
  for (const text of ["correct", "quotes", "more", "abc", "def"]) expect(output).not.toContain(text);
});

test("what is no secret stays as it is", () => {
  const line = JSON.stringify({
    request: "755d5b461d48-1",
    token: "01a20abf-7dc5-709a-99b1-6e28a89c0a0c",
    path: "/2.0/repositories/acme/api/commit/b50e7f2c7e2a4b3f8f1f5d3f0d1c2b3a4f5e6d7c/statuses/build/some-long-key",
    note: "lkr_ is how a repository token begins",
  });
  expect(scrub(line)).toBe(line);
});

test("the secret of a one-time link is removed from the address of its page", () => {
  const secret = "r0bahJ_I-6v1yYxk0p3mJ8m5o2hS1uQeXr7tWzB9CdE";
  for (const line of [`{"path":"/join/${secret}"}`, `{"msg":"https://host/join/${secret}?x=1 failed"}`]) {
    expect(scrub(line)).not.toContain(secret.slice(0, 10));
  }
});

test("the values of a failed query are removed, its text is not", () => {
  const output = logged((log) => log.error({ error: new Error('Failed query: insert\nparams: hash,"b",c\n') }, "x"));
  expect(output).toContain("Failed query: insert");
  expect(output).not.toContain("hash,");
});

test("an error and its causes hold nothing of the values of a failed query, whatever is in them", () => {
  const failed = new DrizzleQueryError(
    "insert into users",
    ['value-1\n"value-2"', "value-3\nparams: value-4"],
    Object.assign(new Error("violates a constraint"), { detail: "Failing row contains (value-5)." }),
  );
  for (const error of [
    failed,
    new Error("outer", { cause: new Error("inner", { cause: failed }) }),
    new AggregateError([failed], "all"),
    Object.assign(new Error("outer"), { inner: failed }),
  ]) {
    const output = logged((log) => {
      log.error({ error });
      log.error(error);
      log.error(`${failed}`);
    });
    expect(output).not.toContain("value-");
    expect(output.match(/Failed query: insert into users/g)?.length).toBeGreaterThan(2);
    expect(output, "where it was thrown").toContain("log-scrubber.test.ts");
  }
});

test("many lines at once come out as each alone would", () => {
  const lines = secrets.flatMap((secret) =>
    Object.values(attempts).flatMap((attempt) => {
      const said: string[] = [];
      const [first, ...rest] = attempt(secret);
      createLog({ write: (line) => said.push(line) }, "debug").info(first as object, ...(rest as string[]));
      return said;
    }),
  );
  expect(lines.length).toBeGreaterThan(Object.keys(attempts).length);
  expect(scrub(lines.join(""))).toBe(lines.map(scrub).join(""));
});

test("a secret in base64 is found wherever it stands", () => {
  const hidden = base64(`x-token-auth:${secrets[0]}`);
  for (let before = 0; before < 60; before += 1) {
    const line = `${"a".repeat(before)} ${hidden}, ${"b".repeat(70)} ${hidden}${" ".repeat(before)}`;
    expect(scrub(line)).toBe(`${"a".repeat(before)} [redacted], ${"b".repeat(70)} [redacted]${" ".repeat(before)}`);
  }
});
