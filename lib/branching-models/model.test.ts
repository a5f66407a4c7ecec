import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { changedModel, defaultModel, ModelChanges } from "./model";

const names = { mainBranch: "main", hasBranch: async (name: string) => ["main", "dev"].includes(name) };

function change(
  changes: z.input<typeof ModelChanges>,
  { before = defaultModel, on = names }: { before?: typeof defaultModel; on?: typeof names | null } = {},
) {
  return changedModel(before, ModelChanges.parse(changes), on);
}

const named = { ...defaultModel, development: "dev" };

describe("a branch", () => {
  test.each([
    [{ name: "dev" }, "dev"],
    [{ name: "dev", usesMainBranch: false }, "dev"],
    [{ usesMainBranch: true }, null],
    [{ usesMainBranch: true, name: "main" }, null],
    [{ usesMainBranch: true, name: "" }, null],
    [{ name: null }, null],
  ])("%j is %j", async (development, wanted) => {
    expect(await change({ development })).toMatchObject({ ok: true, value: { development: wanted } });
  });

  test("that is named stays where its name isn't spoken of", async () => {
    expect(await change({ development: { usesMainBranch: false } }, { before: named })).toMatchObject({
      value: { development: "dev" },
    });
    expect(await change({ closesBranches: true }, { before: named })).toMatchObject({ value: { development: "dev" } });
  });

  test.each([
    [{ usesMainBranch: false }, "Enter a branch."],
    [{ usesMainBranch: true, name: "dev" }, "Use the main branch, or name another."],
    [{ name: "gone" }, "There is no branch gone."],
    [{ name: "a..b" }, "That is not a name a branch can have."],
  ])("can't be %j", async (development, message) => {
    const refused = { ok: false, error: { fields: { development: [message] } } };
    expect(await change({ development })).toMatchObject(refused);
  });

  test("can't be taken away from what is named", async () => {
    const refused = { error: { fields: { development: ["Enter a branch."] } } };
    expect(await change({ development: { name: null } }, { before: named })).toMatchObject(refused);
  });

  test("of a project may be one that not every repository has", async () => {
    expect(await change({ development: { name: "gone" } }, { on: null })).toMatchObject({
      value: { development: "gone" },
    });
  });

  test("for production has to be there only where it is switched on", async () => {
    expect(await change({ production: { enabled: false, name: "gone" } })).toMatchObject({ ok: true });
    expect(await change({ production: { enabled: true, name: "gone" } })).toMatchObject({ ok: false });
    expect(await change({ production: { enabled: true, name: "dev" } })).toMatchObject({
      value: { production: { enabled: true, branch: "dev" } },
    });
  });
});

describe("prefixes", () => {
  test("change one by one", async () => {
    const changed = await change({
      kinds: [
        { kind: "release", prefix: "rel/" },
        { kind: "hotfix", enabled: false },
      ],
    });
    expect(changed).toMatchObject({
      value: {
        kinds: {
          feature: { enabled: true, prefix: "feature/" },
          release: { enabled: true, prefix: "rel/" },
          hotfix: { enabled: false, prefix: "hotfix/" },
        },
      },
    });
  });

  test.each([
    [[{ kind: "release", prefix: "" }], /what the names of release branches begin with/],
    [[{ kind: "release", prefix: "rel*/" }], /No branch can begin with/],
    [[{ kind: "release", prefix: "/rel/" }], /No branch can begin with/],
    [[{ kind: "release", prefix: "x".repeat(101) }], /at most 100/],
    [[{ kind: "release", prefix: "feature/" }], /would be a/],
    [[{ kind: "release", prefix: "fea" }], /A feature branch would be a release branch as well/],
    [[{ kind: "release" }, { kind: "release" }], /each kind once/],
  ] as const)("can't be %j", async (kinds, message) => {
    const changed = await change({ kinds: [...kinds] });
    expect(changed).toMatchObject({ ok: false, error: { fields: { branch_types: [expect.stringMatching(message)] } } });
  });

  test("of a kind that is switched off may be anything", async () => {
    expect(await change({ kinds: [{ kind: "release", enabled: false, prefix: "" }] })).toMatchObject({ ok: true });
  });
});
