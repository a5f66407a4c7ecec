import { expect, test } from "vitest";
import { makeAccessToken, makeProject, makeWorkspace } from "@/test-support/factories";
import { newSecret } from "./secret";
import { verifyAccessToken } from "./verify";

test("a token that many ask for at the same moment is known to each of them", async () => {
  const token = await makeAccessToken(await makeProject(await makeWorkspace()), ["repository"]);
  const other = await makeAccessToken(await makeWorkspace(), ["account"]);
  const secrets = [...Array(100).fill(token.secret), other.secret, newSecret("workspace"), token.secret];
  const verdicts = await Promise.all(secrets.map((secret) => verifyAccessToken(secret)));
  expect(verdicts.map((principal) => principal?.accessTokenId ?? null)).toEqual([
    ...Array(100).fill(token.id),
    other.id,
    null,
    token.id,
  ]);
});

test("a malformed or expired secret opens nothing", async () => {
  const expired = await makeAccessToken(await makeWorkspace(), ["account"], { expiresAt: new Date(Date.now() - 1) });
  for (const text of ["", "lkw_", `${newSecret("project").slice(0, -1)}é`, expired.secret]) {
    expect(await verifyAccessToken(text)).toBeNull();
  }
});
