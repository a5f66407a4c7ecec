import { expect, it } from "vitest";
import { clientWords } from "./usage-words";

it("calls a client by its product and version", () => {
  expect(clientWords("git/2.47.1 (linux)")).toBe("git 2.47.1");
  expect(clientWords("Mozilla/5.0 (X11)")).toBe("Mozilla/5.0 (X11)");
  expect(clientWords("deploy script")).toBe("deploy script");
  expect(clientWords("")).toBe("No name given");
});
