import { expect, it } from "vitest";
import { teeth } from "./key-cut";

it("cuts four teeth from the last byte of the id", () => {
  expect(teeth("019b91e4-6c02-7d1a-b0f3-52c8e7a9d41b")).toBe(
    "M10 13.6h3.5v2.1h-3.5zM10 16.6h6.4v2.1h-6.4zM10 19.6h9.3v2.1h-9.3z",
  );
});

it("cuts one tooth where the byte has none", () => {
  expect(teeth("019b91e4-6c02-7d1a-b0f3-52c8e7a9d400")).toBe("M10 19.6h9.3v2.1h-9.3z");
});
