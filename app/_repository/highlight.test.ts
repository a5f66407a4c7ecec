import { expect, test } from "vitest";
import { highlightLines } from "./highlight";

const text = (lines: ReturnType<typeof highlightLines>) =>
  lines.map((line) => line.map((token) => token.text).join(""));

test("every line comes back whole, coloured or not", () => {
  const source = "/* one\n * two\n */\n\nconst three = `a\nb`;\n";
  expect(text(highlightLines("a.ts", source))).toEqual(source.split("\n").slice(0, -1));
  expect(text(highlightLines("a.unknown", source))).toEqual(source.split("\n").slice(0, -1));
});

test("a comment over three lines is a comment on each", () => {
  const lines = highlightLines("a.ts", "/* one\n * two\n */\nlet x = 1;");
  expect(lines.slice(0, 3).map((line) => line.map((token) => token.className))).toEqual([
    ["hljs-comment"],
    ["hljs-comment"],
    ["hljs-comment"],
  ]);
});

test("line ends of other systems make no extra lines", () => {
  expect(text(highlightLines("a.py", "a\r\nb\rc\n"))).toEqual(["a", "b", "c"]);
});

test("a file without an end of its last line, and an empty one", () => {
  expect(text(highlightLines("a.md", "a"))).toEqual(["a"]);
  expect(text(highlightLines("a.md", ""))).toEqual([""]);
});

test("a minified line is left alone", () => {
  const [line] = highlightLines("a.js", `${"a=1;".repeat(1000)}`);
  expect(line).toHaveLength(1);
  expect(line?.[0]?.className).toBeUndefined();
});
