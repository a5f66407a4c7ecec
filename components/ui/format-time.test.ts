import { describe, expect, it } from "vitest";
import { dateAndTime, fullTime, recentOrDate, relativeTime } from "./format-time";

const now = Date.parse("2026-11-23T16:04:30Z");
const zone = "Europe/Berlin";
const ago = (minutes: number) => new Date(now - minutes * 60_000);

describe("a relative time", () => {
  it.each([
    [0, "Just now"],
    [1, "1 minute ago"],
    [59, "59 minutes ago"],
    [60, "1 hour ago"],
    [15 * 60, "15 hours ago"],
    [24 * 60, "Yesterday"],
    [6 * 24 * 60, "6 days ago"],
    [50 * 24 * 60, "7 weeks ago"],
    [138 * 24 * 60, "4 months ago"],
    [3 * 366 * 24 * 60, "3 years ago"],
  ])("of %i minutes ago is said as %s", (minutes, words) => {
    expect(relativeTime(ago(minutes), now)).toBe(words);
  });

  it("counts a clock that runs ahead as now", () => {
    expect(relativeTime(ago(-3), now)).toBe("Just now");
  });
});

it("gives way to the date after a week", () => {
  expect(recentOrDate(ago(6 * 24 * 60), now, zone)).toBe("6 days ago");
  expect(recentOrDate(new Date("2026-09-03T10:00:00Z"), now, zone)).toBe("3 Sep 2026");
});

it("says today in the viewer's zone, 24 hours", () => {
  expect(dateAndTime(new Date("2026-11-22T23:30:00Z"), now, zone)).toBe("Today, 00:30");
  expect(dateAndTime(new Date("2026-11-22T21:10:00Z"), now, zone)).toBe("22 Nov 2026, 22:10");
});

it("names the zone in full", () => {
  expect(fullTime(new Date("2026-11-22T21:10:05Z"), zone)).toBe("22 Nov 2026, 22:10:05 CET");
});
