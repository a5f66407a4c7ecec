import { expect, it } from "vitest";
import { timeLeft } from "./list-state";

const hour = 60 * 60_000;

it.each([
  [5 * 24 * hour + hour, "5 days"],
  [24 * hour, "1 day"],
  [24 * hour - 1, "23 hours"],
  [hour, "1 hour"],
  [90_000, "1 minute"],
  [1, "1 minute"],
])("says of %i ms that are left: %s", (ms, words) => {
  expect(timeLeft(ms)).toBe(words);
});
