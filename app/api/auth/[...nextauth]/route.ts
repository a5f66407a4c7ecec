import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/app/_session/auth-options";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const [action] = (await context.params).nextauth;
  if (action === "callback" && request.method !== "POST")
    return new Response(null, { status: 405, headers: { allow: "POST" } });
  return NextAuth(request, context, authOptions());
}

export { handle as GET, handle as POST };
