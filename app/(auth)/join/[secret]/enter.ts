"use client";
import { signIn } from "next-auth/react";
import type { Joined } from "./actions";

/** Signs the newcomer in with the password they just chose, and opens their workspace. */
export async function enter({ email, workspace }: Joined, password: string): Promise<void> {
  const answer = await signIn("credentials", { email, password, redirect: false });
  location.assign(answer?.ok ? `/${workspace}` : "/sign-in");
}
