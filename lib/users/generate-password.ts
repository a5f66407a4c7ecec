import { randomInt } from "node:crypto";

// Without the letters and digits that are mistaken for each other.
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to be typed once and changed: four groups of five, 99 bits. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}
