import { expect, test } from "vitest";
import { fileSize } from "./file-size";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [11_350, "11.3 kB"],
  [999_600, "1.0 MB"],
  [82_000_000, "82.0 MB"],
  [820_000_000, "820 MB"],
])("%d bytes are %s", (bytes, text) => {
  expect(fileSize(bytes)).toBe(text);
});
