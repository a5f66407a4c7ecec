import { expect, test } from "vitest";
import { linesOf } from "./lines-of";

const all = { fromLine: null, toLine: null, startFromLine: null, startToLine: null };

test("what was said of several lines names the first and the last, before or after the change", () => {
  expect(linesOf(all)).toBeNull();
  expect(linesOf({ ...all, toLine: 5 })).toEqual({ words: "line 5", several: false });
  expect(linesOf({ ...all, toLine: 5, startToLine: 5 })).toEqual({ words: "line 5", several: false });
  expect(linesOf({ ...all, toLine: 5, startToLine: 3 })).toEqual({ words: "lines 3 to 5", several: true });
  expect(linesOf({ ...all, fromLine: 4, startFromLine: 2 })).toEqual({ words: "lines 2 to 4", several: true });
  expect(linesOf({ fromLine: 4, startFromLine: 2, toLine: 5, startToLine: 3 })?.words).toBe("lines 3 to 5");
});
