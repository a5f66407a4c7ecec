import { describe, expect, it } from "vitest";
import { newSecret } from "@/lib/access-tokens/secret";
import { verifyAccessToken } from "@/lib/access-tokens/verify";
import { findWorkspace } from "@/lib/workspaces/find";
import { makeAccessToken, makeProject, makeRepository, makeWorkspace } from "@/test-support/factories";
import { GroupedLookup } from "./grouped-lookup";

describe("grouped lookups", () => {
  it("answer every caller with their own row, also where many ask for the same at once", async () => {
    const workspace = await makeWorkspace();
    const repository = await makeRepository(await makeProject(workspace));
    const issued = await Promise.all(Array.from({ length: 20 }, () => makeAccessToken(repository, ["repository"])));
    const unknown = Array.from({ length: 20 }, () => newSecret("repository"));

    const asked = Array.from({ length: 2_000 }, (_, index) => ({
      token: issued[(index * 7) % issued.length],
      stranger: unknown[index % unknown.length],
    }));
    const answers = await Promise.all(
      asked.flatMap(({ token, stranger }) => [
        verifyAccessToken(token?.secret ?? ""),
        verifyAccessToken(stranger ?? ""),
      ]),
    );
    asked.forEach(({ token }, index) => {
      expect(answers[index * 2]?.accessTokenId).toBe(token?.id);
      expect(answers[index * 2 + 1]).toBeNull();
    });
  });

  it("run beside each other on one connection", async () => {
    const workspaces = await Promise.all(Array.from({ length: 10 }, () => makeWorkspace()));
    const found = await Promise.all(
      workspaces.flatMap(({ slug, id }) => [findWorkspace(slug), findWorkspace(`{${id}}`), findWorkspace(`${slug}x`)]),
    );
    workspaces.forEach(({ id }, index) => {
      expect(found.slice(index * 3, index * 3 + 3).map((workspace) => workspace?.id)).toEqual([id, id, undefined]);
    });
  });

  it("reject the callers of a group that fails, and serve the next", async () => {
    const failing = new GroupedLookup<number>({
      name: "failing",
      text: "select 1, 1 / length(key) from unnest($1::text[]) as keys (key)",
      read: ([value]) => Number(value),
    });
    const answers = await Promise.allSettled([failing.find(""), failing.find("")]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await failing.find("a")).toBe(1);
  });
});
