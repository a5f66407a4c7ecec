import { expect, test } from "vitest";
import { suggestKey } from "./suggest-key";

test.each([
  ["Platform", "PLAT"],
  ["Data Science & Reports", "DSR"],
  ["Öffentlich", "OFFE"],
  ["42", ""],
  ["", ""],
])("%j is suggested as %j", (name, key) => {
  expect(suggestKey(name)).toBe(key);
});
