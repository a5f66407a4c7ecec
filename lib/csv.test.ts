import { expect, test } from "vitest";
import { csvLine } from "./csv";

test("cells are quoted where they need it", () => {
  expect(csvLine(["plain", 'say "hi"', "a,b", "two\nlines", null, 12])).toBe(
    'plain,"say ""hi""","a,b","two\nlines",,12\r\n',
  );
});

test("no cell is a formula", () => {
  expect(csvLine(["=1+1", "+1", "-1", "@sum", "\tx", -3])).toBe("'=1+1,'+1,'-1,'@sum,'\tx,-3\r\n");
});
