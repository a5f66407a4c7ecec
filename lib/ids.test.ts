import { expect, it } from "vitest";
import { braced, isPossibleName, newId, unbraced } from "./ids";

it("reads the braces that it writes, in either case", () => {
  const id = newId();
  expect(unbraced(braced(id))).toBe(id);
  expect(unbraced(braced(id).toUpperCase())).toBe(id);
  for (const other of [id, "acme", "{acme}", `${braced(id)}x`, ""]) expect(unbraced(other)).toBeNull();
});

it("keeps what no slug or key can be from the database", () => {
  for (const name of ["acme", "api-2.0", "PLAT", "a_b"]) expect(isPossibleName(name)).toBe(true);
  for (const name of ["", "a\u0000", "a/b", "a b", "%", "ä", "a\n", "a".repeat(101)]) {
    expect([name, isPossibleName(name)]).toEqual([name, false]);
  }
});
