import { expect, test } from "vitest";
import { readableHunks } from "./readable-hunks";

const latin1 = (text: string) => Buffer.from(text, "latin1");

test("lines in UTF-8 come as they are", () => {
  const text = "@@ -1 +1 @@\n-größer\n+größte\n";
  expect(readableHunks(Buffer.from(text))).toEqual({ hunks: text, notes: [] });
});

test("a line in another encoding is read by itself", () => {
  const bytes = Buffer.concat([Buffer.from("@@ -1 +1 @@\n"), latin1("-caf\xe9\n"), Buffer.from("+café\n")]);
  expect(readableHunks(bytes).hunks).toBe("@@ -1 +1 @@\n-café\n+café\n");
});

test("ends of lines are marked where they differ, and told where they don’t", () => {
  expect(readableHunks(Buffer.from("@@ -1 +1 @@\n-a\n+a\r\n"))).toEqual({
    hunks: "@@ -1 +1 @@\n-a\n+a␍\n",
    notes: ["Some lines end in CRLF, marked ␍"],
  });
  expect(readableHunks(Buffer.from("@@ -1 +1 @@\n-a\r\n+b\r\n"))).toEqual({
    hunks: "@@ -1 +1 @@\n-a\n+b\n",
    notes: ["Lines end in CRLF"],
  });
});

test("no character is left that a browser would change", () => {
  expect(readableHunks(Buffer.from("@@ -1 +1 @@ f\r\n-a\rb\n+a\0b\n")).hunks).toBe("@@ -1 +1 @@ f\n-a␍b\n+a␀b\n");
});

test("text that turns the order of other text is told", () => {
  expect(readableHunks(Buffer.from("@@ -1 +1 @@\n+if (admin\u202e) {\n")).notes).toEqual([
    "Holds characters that change the order in which text is shown",
  ]);
});
