import { test as base } from "@playwright/test";
import { encode } from "next-auth/jwt";
import type { Scope } from "@/lib/authorization/scopes";
import { deriveKey, keyring } from "@/lib/keyring";
import type { Project } from "@/lib/projects/find";
import type { Repository } from "@/lib/repositories/find";
import { newSession } from "@/lib/users/sessions";
import type { Workspace } from "@/lib/workspaces/find";
import {
  issuedSecrets,
  makeAccessToken,
  makeUser,
  type TestAccessToken,
  type TestUser,
} from "@/test-support/factories";
import { noteSecretsIn } from "./noted-secrets";

type Fixtures = {
  /** Writes down each secret that the test made or was shown; no-secret-at-rest.spec.ts looks for them in the end. */
  notedSecrets: undefined;
  /** Signs the page in as a person, a new one where none is given, without the form. */
  login: (user?: TestUser) => Promise<TestUser>;
  /** A token that works, without the pages. */
  issuedToken: (owner: Workspace | Project | Repository, scopes: readonly Scope[]) => Promise<TestAccessToken>;
};

/** Playwright's test, on the running product. The factories of test-support write into its database. */
export const test = base.extend<Fixtures>({
  baseURL: ({ browserName: _ }, use) => use(process.env.LATCHKEY_E2E_ORIGIN),
  login: async ({ context, baseURL }, use) => {
    await use(async (user) => {
      const person = user ?? (await makeUser());
      const value = await encode({
        token: { sub: person.id, name: person.name, email: person.email, ours: newSession(person.id, 1) },
        secret: deriveKey(keyring().current, "session").toString("base64url"),
      });
      await context.addCookies([
        { name: "next-auth.session-token", value, url: baseURL ?? "", httpOnly: true, sameSite: "Lax" },
      ]);
      return person;
    });
  },
  notedSecrets: [
    async ({ context }, use) => {
      const reading: Promise<void>[] = [];
      context.on("response", (response) => {
        if (response.request().method() !== "POST") return;
        // What is left before it's read showed no secret to anybody.
        reading.push(response.text().then(noteSecretsIn, () => undefined));
      });
      await use(undefined);
      await Promise.all(reading);
      noteSecretsIn(issuedSecrets.splice(0).join("\n"));
    },
    { auto: true },
  ],
  issuedToken: ({ browserName: _ }, use) => use((owner, scopes) => makeAccessToken(owner, scopes)),
});

export { expect } from "@playwright/test";
