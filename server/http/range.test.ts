import { expect, test } from "vitest";
import { rangeOf } from "./range";

test.each<[string, ReturnType<typeof rangeOf>]>([
  ["", null],
  ["bytes=0-4", { start: 0, end: 5 }],
  ["bytes=5-", { start: 5, end: 10 }],
  ["bytes=8-99999999999999999999", { start: 8, end: 10 }],
  ["bytes=-3", { start: 7, end: 10 }],
  ["bytes=-99", { start: 0, end: 10 }],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=4-2", null],
  ["bytes=-", null],
  ["bytes=0-1,4-5", null],
  ["lines=0-1", null],
  ["bytes=a-b", null],
])("of ten bytes %j is %j", (header, range) => {
  expect(rangeOf(header, 10)).toEqual(range);
});
