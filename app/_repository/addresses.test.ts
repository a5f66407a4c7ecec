import { expect, test } from "vitest";
import { decodeSegments, rawFile, resolvePath, sourcePage } from "./addresses";

const repository = { workspace: "acme", repository: "api" };

test("the slashes of refs and paths stay, everything else is encoded", () => {
  expect(sourcePage(repository, "feature/new ui", "docs/50% off?.md")).toBe(
    "/acme/api/src/feature/new%20ui/docs/50%25%20off%3F.md",
  );
  expect(sourcePage(repository, "main")).toBe("/acme/api/src/main");
  expect(rawFile(repository, "main", "a#b.png")).toBe("/acme/api/raw/main/a%23b.png");
});

test.each([
  ["docs", "images/a.png", "docs/images/a.png"],
  ["docs", "./a.png", "docs/a.png"],
  ["docs/guides", "../a.png", "docs/a.png"],
  ["docs", "/a.png", "a.png"],
  ["", "a//b", "a/b"],
  ["docs", "..", ""],
  ["docs", "../../a.png", null],
  ["", "../a.png", null],
  ["docs", "/../a.png", null],
])("from %j, %j leads to %j", (folder, target, expected) => {
  expect(resolvePath(folder, target)).toBe(expected);
});

test("a broken encoding is no path", () => {
  expect(decodeSegments(["a%20b", "%25"])).toEqual(["a b", "%"]);
  expect(decodeSegments(["%E0%A4%A"])).toBeNull();
});
