import { expect, it } from "vitest";
import { secretCommands } from "./commands";

const written = (...given: Parameters<typeof secretCommands>) =>
  secretCommands(...given).map(({ before, after }) => `${before}SECRET${after}`);

it("clones, changes a remote and calls the API at the origin that was asked", () => {
  const token = { kind: "repository", scopes: ["repository:write"] } as const;
  expect(written("https://code.acme.example", token, "acme", "api")).toEqual([
    "git clone https://x-token-auth:SECRET@code.acme.example/acme/api.git",
    "git remote set-url origin https://x-token-auth:SECRET@code.acme.example/acme/api.git",
    "curl -H 'Authorization: Bearer SECRET' https://code.acme.example/2.0/repositories/acme/api",
  ]);
});

it("keeps the port, and the protocol of a local server", () => {
  const token = { kind: "repository", scopes: ["repository"] } as const;
  expect(written("http://127.0.0.1:3000", token, "acme", "api")[0]).toBe(
    "git clone http://x-token-auth:SECRET@127.0.0.1:3000/acme/api.git",
  );
});

it("offers no git command to a token that can't read code", () => {
  const token = { kind: "workspace", scopes: ["account"] } as const;
  expect(written("https://code.acme.example", token, "acme", "api")).toEqual([
    "curl -H 'Authorization: Bearer SECRET' https://code.acme.example/2.0/workspaces/acme",
  ]);
});

it("lists repositories where the project has none yet", () => {
  const token = { kind: "project", scopes: ["repository"] } as const;
  expect(written("https://code.acme.example", token, "acme", null)).toEqual([
    "curl -H 'Authorization: Bearer SECRET' https://code.acme.example/2.0/repositories/acme",
  ]);
});
