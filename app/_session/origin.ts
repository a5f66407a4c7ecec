import "server-only";
import { headers } from "next/headers";
import { env } from "@/lib/env";

/** The origin that was asked, or the one that is set: what commands and links begin with. */
export async function publicOrigin(): Promise<string> {
  if (env.publicUrl) return env.publicUrl;
  const requestHeaders = await headers();
  const host = requestHeaders.get("x-forwarded-host") ?? requestHeaders.get("host") ?? "localhost";
  const protocol = requestHeaders.get("x-forwarded-proto") === "https" ? "https" : "http";
  return `${protocol}://${host}`;
}
