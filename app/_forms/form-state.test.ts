import { expect, test } from "vitest";
import { text } from "./form-state";

test("text of several lines is what was typed, not what forms send of it", () => {
  const form = new FormData();
  form.set("message", "Raise it\r\n\r\nAs agreed.");
  expect(text(form, "message")).toBe("Raise it\n\nAs agreed.");
  expect(text(form, "none")).toBe("");
});
