import { describe, expect, it } from "vitest";
import {
  branchNameSchema,
  nameSchema,
  projectKeySchema,
  repositorySlugSchema,
  suggestSlug,
  workspaceSlugSchema,
} from "./names";

function messages(result: { success: boolean; error?: { issues: { message: string }[] } }): string[] {
  return result.error?.issues.map((issue) => issue.message) ?? [];
}

describe("a name", () => {
  it("has 1 to 100 characters, counted as people count them", () => {
    expect(nameSchema.parse("  ci-deploy ")).toBe("ci-deploy");
    expect(nameSchema.safeParse("🔑".repeat(100)).success).toBe(true);
    expect(messages(nameSchema.safeParse(" "))).toEqual(["Enter a name."]);
    expect(messages(nameSchema.safeParse("x".repeat(112)))).toEqual(["Use at most 100 characters. This has 112."]);
  });

  it("has no line breaks or control characters", () => {
    for (const bad of ["a\nb", "a\u0000b", "a\u2028b", "a\u001b[31m"])
      expect(nameSchema.safeParse(bad).success).toBe(false);
  });
});

describe("a slug", () => {
  it("is lower case and can't be mistaken for a path or a product's own page", () => {
    for (const good of ["acme", "a", "api-2.0", "0x_y"]) expect(workspaceSlugSchema.safeParse(good).success).toBe(true);
    for (const bad of [
      "",
      "Acme",
      "-a",
      ".",
      "..",
      "a..b",
      "a/b",
      "a b",
      "api",
      "2.0",
      "sign-in",
      "_next",
      "a.git",
      "a".repeat(63),
    ]) {
      expect([bad, workspaceSlugSchema.safeParse(bad).success]).toEqual([bad, false]);
    }
    expect(repositorySlugSchema.safeParse("workspace").success).toBe(false);
    expect(repositorySlugSchema.safeParse("api").success).toBe(true);
  });

  it("is suggested from a name", () => {
    expect(suggestSlug("Größe & Co. (intern)")).toBe("gro-e-co.-intern");
    expect(suggestSlug("  Infra / Ops ")).toBe("infra-ops");
    expect(suggestSlug("..")).toBe("");
    expect(suggestSlug(`a${"-".repeat(1_000_000)}a`)).toBe("a");
  });
});

describe("a project key", () => {
  it("is written in capitals", () => {
    expect(projectKeySchema.parse("plat")).toBe("PLAT");
    for (const bad of ["", "1A", "A-B", "A".repeat(21), "new"])
      expect(projectKeySchema.safeParse(bad).success).toBe(false);
  });
});

describe("a branch name", () => {
  it("keeps the rules of git check-ref-format", () => {
    for (const good of ["main", "release/1.0", "feature/ÄÖ", "a-b_c"]) {
      expect([good, branchNameSchema.safeParse(good).success]).toEqual([good, true]);
    }
    for (const bad of [
      "",
      "-x",
      "/a",
      "a/",
      "a//b",
      "a..b",
      "a b",
      "a~1",
      "a^",
      "a:b",
      "a?",
      "a*",
      "a[",
      "a\\b",
      "a.lock",
      "a.lock/b",
      ".a",
      "a/.b",
      "a.",
      "@",
      "a@{1}",
      "a\u0007b",
      "a\nb",
    ]) {
      expect([bad, branchNameSchema.safeParse(bad).success]).toEqual([bad, false]);
    }
  });
});
