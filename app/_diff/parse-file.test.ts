import { expect, test } from "vitest";
import { findChange, lineOf, parseFile } from "./parse-file";
import { syntaxOf } from "./syntax";

const hunks = [
  "@@ -1,3 +1,3 @@",
  " const a = 1;",
  "-const b = 2;",
  "+// a comment",
  " const c = 3;",
  "@@ -40 +40,2 @@ function f() {",
  " const d = 4;",
  "+const e = 5;",
  "\\ No newline at end of file",
  "",
].join("\n");

test("each line is found by its number before or after the change", () => {
  const parsed = parseFile({ status: "modified", hunks, syntax: [] });
  const content = (side: "old" | "new", line: number | null) => findChange(parsed.hunks, { side, line })?.content;
  expect(content("old", 2)).toBe("const b = 2;");
  expect(content("new", 2)).toBe("// a comment");
  expect([content("old", 40), content("new", 40)]).toEqual(["const d = 4;", "const d = 4;"]);
  expect([content("new", 20), content("old", 41), content("new", null)]).toEqual([undefined, undefined, undefined]);
});

test("a comment on a line is about the new file, unless the line is gone from it", () => {
  const rows = parseFile({ status: "modified", hunks, syntax: [] }).hunks.flatMap(({ changes }) => changes.map(lineOf));
  expect(rows.map(({ side, line }) => `${side} ${line}`)).toEqual([
    "new 1",
    "old 2",
    "new 2",
    "new 3",
    "new 40",
    "new 41",
  ]);
});

test("the end of the file is told where it has no newline, or lost or got it", () => {
  const ending = (...lines: string[]) =>
    parseFile({ status: "modified", hunks: `@@ -1 +1 @@\n${lines.join("\n")}\n`, syntax: [] }).ending;
  const none = "\\ No newline at end of file";
  expect(ending("-a", "+b")).toBe(null);
  expect(ending("-a", none, "+b", none)).toBe("The last line has no newline at its end.");
  expect(ending("-a", "+b", none)).toBe("The last line has no newline at its end any more.");
  expect(ending("-a", none, "+b")).toBe("The last line now has a newline at its end.");
  const added = parseFile({ status: "added", hunks: `@@ -0,0 +1 @@\n+a\n${none}\n`, syntax: [] });
  expect(added.ending).toBe("The last line has no newline at its end.");
});

test("the pieces of a coloured line are the line", () => {
  const syntax = syntaxOf("src/a.ts", hunks.split("\n"));
  const { hunks: parsed, tokens } = parseFile({ status: "modified", hunks, syntax });
  expect(syntax.map((line) => line.length > 0)).toEqual([true, true, true, true, true, true]);
  for (const change of parsed.flatMap(({ changes }) => changes)) {
    const { side, line } = lineOf(change);
    const pieces = tokens?.[side][line - 1]?.map(({ value }) => value);
    expect(pieces?.join("")).toBe(change.content);
  }
  expect(tokens?.new[1]).toEqual([{ type: "syntax", className: "hljs-comment", value: "// a comment" }]);
});

test("a file in no known language has no syntax", () => {
  expect(syntaxOf("notes.unknown", hunks.split("\n"))).toEqual([]);
});
