import { afterAll, beforeAll, expect, test } from "vitest";
import { revokeAccessToken } from "@/lib/access-tokens/revoke";
import type { Caller } from "@/lib/authorization/principal";
import type { Repository } from "@/lib/repositories/find";
import { updateRepository } from "@/lib/repositories/update";
import { namesOf } from "@/test-support/calls/calls";
import {
  callerOf,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { startServer, type TestServer } from "@/test-support/server";
import { writeFiles } from "@/test-support/write-files";

let server: TestServer;
let admin: Caller;
let repository: Repository;
let token: TestAccessToken;
let base: string;

beforeAll(async () => {
  server = await startServer();
  const person = await makeUser();
  repository = await makeRepository(await makeProject(await makeWorkspace({ admin: person })), { storage: true });
  await fillRepositories(repository);
  admin = await callerOf(person);
  token = await makeAccessToken(repository, ["repository"]);
  base = `/2.0/repositories/${repository.workspace.slug}/${repository.slug}`;
});

afterAll(() => server.close());

function ask(
  place: string,
  { known, secret = token.secret, method }: { known?: string; secret?: string; method?: string } = {},
) {
  const headers: Record<string, string> = known === undefined ? {} : { "if-none-match": known };
  return server.get(base + place, secret, { headers, method });
}

async function tagOf(place: string): Promise<string> {
  const answer = await ask(place);
  await answer.arrayBuffer();
  expect([place, answer.status, answer.headers.get("etag")]).toEqual([
    place,
    200,
    expect.stringMatching(/^W\/"[\w-]+"$/),
  ]);
  return answer.headers.get("etag") ?? "";
}

test.each([
  "",
  "/refs/branches",
  "/commit/main",
  "/commits",
  "/src/main/",
  "/src/main/README.md",
  "/diff/main",
  "/diffstat/main",
  "/patch/main",
])("what is asked for again at “%s” is not sent again, under the same headers", async (place) => {
  const known = await tagOf(place);
  for (const method of ["GET", "HEAD"]) {
    const again = await ask(place, { known, method });
    expect([again.status, await again.text(), again.headers.get("content-type")]).toEqual([304, "", null]);
    expect(again.headers.get("etag")).toBe(known);
    expect(again.headers.get("cache-control")).toBe("private, no-cache");
    expect(again.headers.get("vary")).toBe("Authorization");
    expect(again.headers.get("x-oauth-scopes")).toBe("repository");
    expect(again.headers.get("access-control-allow-origin")).toBe("*");
  }
});

test("what changed is sent", async () => {
  const places = ["", "/refs/branches/main", "/src/main/README.md", "/diff/main", "/diffstat/main"];
  const known = await Promise.all(places.map(tagOf));
  await updateRepository(admin, { ...namesOf(repository), description: "Changed" });
  await writeFiles(admin, repository, "main", { "README.md": "changed\n" });
  for (const [at, place] of places.entries()) {
    expect([place, (await ask(place, { known: known[at] })).status]).toEqual([place, 200]);
  }
});

test("another address has another tag: fields, pages and paths are part of it", async () => {
  const tags = await Promise.all(
    ["", "?fields=slug", "/diff/main", "/diff/main?context=1", "/diff/main?path=x"].map(tagOf),
  );
  expect(new Set(tags).size).toBe(tags.length);
});

test("who may ask is decided first, whatever the client says that it has", async () => {
  const known = await tagOf("");
  const lacking = await makeAccessToken(repository, ["webhook"]);
  const stranger = await makeAccessToken(await makeRepository(repository.project), ["repository"]);
  const ended = await makeAccessToken(repository, ["repository"]);
  await revokeAccessToken(admin, { resource: { kind: "repository", ...namesOf(repository) }, id: ended.id });
  for (const [{ secret }, status] of [
    [lacking, 403],
    [stranger, 404],
    [ended, 401],
  ] as const) {
    for (const tag of [known, "*"]) {
      const refused = await ask("", { known: tag, secret });
      expect([refused.status, refused.headers.get("cache-control")]).toEqual([status, "no-store"]);
      expect(refused.headers.get("etag")).toBeNull();
    }
  }
});

test("what is written, and what fails, is kept by nobody", async () => {
  const writer = await makeAccessToken(repository, ["repository:admin"]);
  const written = await server.get(base, writer.secret, {
    method: "PUT",
    headers: { "content-type": "application/json", "if-none-match": "*" },
    body: JSON.stringify({ description: "Written" }),
  });
  expect([written.status, written.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect((await ask("/commit/nothing")).headers.get("cache-control")).toBe("no-store");
});

test("each token is told of its own clone address: one's tag says nothing of the other's", async () => {
  const other = await makeAccessToken(repository, ["repository"]);
  const answer = await ask("", { known: await tagOf(""), secret: other.secret });
  expect([answer.status, (await answer.json()).links.clone[0].href]).toEqual([
    200,
    expect.stringContaining(other.botId),
  ]);
});
