import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import type { Caller, UserPrincipal } from "@/lib/authorization/principal";
import { principalOfUser } from "@/lib/users/principal";
import { isSessionOver } from "@/lib/users/sessions";
import { authOptions } from "./auth-options";
import { clientOf } from "./client";
import { pathHeader } from "./path-header";

export type UserCaller = Caller & { principal: UserPrincipal };

type SessionState = { state: "none" } | { state: "ended" } | { state: "signed_in"; caller: UserCaller };

/**
 * The person of this request's session, with what they may do as of now: read from the database on each request, so
 * that a changed password or a taken role counts at once. Only the session's cookie is looked at; an Authorization
 * header never makes anyone a caller here.
 */
export const currentSession = cache(async (): Promise<SessionState> => {
  const session = await getServerSession(authOptions());
  const ours = session?.ours;
  if (!ours || (await isSessionOver(ours))) return { state: "none" };
  const principal = await principalOfUser(ours.userId, ours.generation);
  if (!principal) return { state: "ended" };
  const requestHeaders = await headers();
  return { state: "signed_in", caller: { principal, ...clientOf((name) => requestHeaders.get(name)) } };
});

/** The caller, or null where nobody is signed in. */
export async function currentCaller(): Promise<UserCaller | null> {
  const session = await currentSession();
  return session.state === "signed_in" ? session.caller : null;
}

/** The caller. Whoever isn't signed in is led to the sign-in page, and back here after it. */
export async function requireUser(): Promise<UserCaller> {
  const session = await currentSession();
  if (session.state === "signed_in") return session.caller;
  const path = withoutMarks((await headers()).get(pathHeader) ?? "/");
  const query = new URLSearchParams();
  if (path !== "/") query.set("next", path);
  if (session.state === "ended") query.set("ended", "password");
  redirect(query.size > 0 ? `/sign-in?${query}` : "/sign-in");
}

/** Where a request without a session came from: for links that open an account. */
export async function currentClient(): Promise<{ address: string | null; requestId: string | null }> {
  const requestHeaders = await headers();
  return clientOf((name) => requestHeaders.get(name));
}

/** Next marks its own requests for a part of a page in the address. */
function withoutMarks(address: string): string {
  const url = new URL(address, "http://latchkey.invalid");
  url.searchParams.delete("_rsc");
  return url.pathname + url.search;
}
