import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runningGitProcesses } from "@/lib/git/run";
import type { TreeEntry } from "@/lib/git/source";
import { createBareRepository, runInRepository } from "@/lib/git/storage";
import { mostStreams } from "@/lib/git/stream";
import { rawAnswer } from "./raw-answer";

const dataDir = vi.hoisted(() => {
  const folder = `${process.env.TMPDIR ?? "/tmp"}/latchkey-raw-answer-test-${process.pid}`;
  process.env.LATCHKEY_DATA_DIR = folder;
  return folder;
});

const id = randomUUID();

beforeAll(() => createBareRepository(id, "main"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<TreeEntry> {
  const hash = (await runInRepository(id, ["hash-object", "-w", "--stdin"], { input: content })).toString().trim();
  return { kind: "file", path: name, name, hash, mode: "100644", executable: false, size: Buffer.byteLength(content) };
}

test("a file comes whole, and to HEAD without its bytes", async () => {
  const entry = await file("a.html", "<b>hello</b>");
  const got = await rawAnswer(id, entry, { method: "GET" });
  expect([got.status, await got.text()]).toEqual([200, "<b>hello</b>"]);
  expect(got.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const head = await rawAnswer(id, entry, { method: "HEAD" });
  expect([head.headers.get("content-length"), await head.text()]).toEqual(["12", ""]);
});

test("one more than may be read at once is told to come again, and then gets its turn", async () => {
  // More than fits between two processes, so that git waits for a reader.
  const entry = await file("large.txt", "0123456789abcdef".repeat(64 * 1024));
  const taken = await Promise.all(Array.from({ length: mostStreams }, () => rawAnswer(id, entry, { method: "GET" })));
  const refused = await rawAnswer(id, entry, { method: "GET", waitMs: 20 });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(refused.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await refused.text()).toBe("Too many files are being read at once. Try again in a moment.\n");
  const waiting = rawAnswer(id, entry, { method: "GET" });
  await taken[0]?.body?.cancel();
  expect((await waiting).status).toBe(200);
  await (await waiting).body?.cancel();
  for (const answer of taken.slice(1)) await answer.body?.cancel();
  await vi.waitFor(() => expect(runningGitProcesses()).toBe(0));
});
