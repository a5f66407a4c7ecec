import { describe, expect, it } from "vitest";
import { chartSentence, chartTicks, dayName, tickLabel } from "./chart-scale";

describe("the chart's scale", () => {
  it.each([
    [0, ["0", "1", "2", "3", "4"]],
    [4, ["0", "1", "2", "3", "4"]],
    [5, ["0", "2", "4", "6", "8"]],
    [1_402, ["0", "500", "1k", "1.5k", "2k"]],
    [2_001, ["0", "1k", "2k", "3k", "4k"]],
    [7_000_000, ["0", "2M", "4M", "6M", "8M"]],
  ])("of at most %i has four even steps", (highest, labels) => {
    expect(chartTicks(highest).map(tickLabel)).toEqual(labels);
  });
});

it("says in a sentence what the bars show", () => {
  const days = [
    { day: "2026-09-01", requests: 0, refusals: 0 },
    { day: "2026-09-02", requests: 1_402, refusals: 3 },
  ];
  expect(chartSentence(days)).toBe(
    "Requests a day over 2 days: 1,402 in all, 3 refused, most on 2 September with 1,402.",
  );
  expect(chartSentence(days.map((day) => ({ ...day, requests: 0 })))).toBe("Requests a day over 2 days: none.");
});

it("names days whatever the reader's zone", () => {
  expect(dayName("2026-09-01", "short")).toBe("1 Sep");
  expect(dayName("2026-11-23", "full")).toBe("23 Nov 2026");
});
