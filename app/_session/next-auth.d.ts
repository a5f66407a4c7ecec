import type { Session as OurSession } from "@/lib/users/sessions";
import "next-auth";
import "next-auth/jwt";

declare module "next-auth" {
  interface User {
    sessionGeneration: number;
  }
  interface Session {
    ours: OurSession | undefined;
  }
}

declare module "next-auth/jwt" {
  interface JWT {
    ours?: OurSession;
  }
}
