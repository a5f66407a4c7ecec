import type { Metadata } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { ClockProvider } from "@/components/ui/clock";
import { LiveRegion } from "@/components/ui/live-region";
import { ToastProvider } from "@/components/ui/toast";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Latchkey", template: "%s · Latchkey" },
  description: "Access tokens that belong to a repository, a project or a workspace.",
  icons: { icon: { url: "/mark.svg", type: "image/svg+xml" } },
  referrer: "same-origin",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Nothing is drawn ahead of a request: inline scripts carry a nonce that is new each time, and times are of now.
  await connection();
  return (
    <html lang="en">
      <body>
        <a
          href="#main"
          className="absolute top-2 left-2 z-70 -translate-y-[200%] rounded-md bg-accent px-3 py-1.5 text-on-accent no-underline focus:translate-y-0"
        >
          Skip to content
        </a>
        <ClockProvider now={Date.now()}>
          <ToastProvider>{children}</ToastProvider>
        </ClockProvider>
        <LiveRegion />
      </body>
    </html>
  );
}
