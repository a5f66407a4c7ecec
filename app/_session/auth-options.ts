import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { deriveKey, keyring } from "@/lib/keyring";
import { authenticateUser } from "@/lib/users/authenticate";
import { endSession, newSession } from "@/lib/users/sessions";
import { clientOf } from "./client";
import { signInRefusal } from "./sign-in-refusal";

const days = 24 * 60 * 60;

/** Made on first use: building the product must not make a keyring. */
export function authOptions(): NextAuthOptions {
  return {
    // Derived from the keyring rather than set in the environment, so that every process agrees on it.
    secret: deriveKey(keyring().current, "session").toString("base64url"),
    session: { strategy: "jwt", maxAge: 14 * days },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize: async (credentials, request) => {
          const result = await authenticateUser({
            email: credentials?.email ?? "",
            password: credentials?.password ?? "",
            ...clientOf((name) => request.headers?.[name]),
          });
          // The message is all that reaches the form.
          if (!result.ok) throw new Error(signInRefusal(result.error));
          const { userId, sessionGeneration, name, email } = result.value;
          return { id: userId, sessionGeneration, name, email };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...token, ours: newSession(user.id, user.sessionGeneration) } : token),
      session: ({ session, token }) => ({ ...session, ours: token.ours }),
    },
    events: {
      signOut: async ({ token }) => {
        if (token?.ours) await endSession(token.ours);
      },
    },
  };
}
