"use client";
import "./globals.css";
import ErrorPage from "./error";

/** Where even the frame of the pages failed. */
export default function GlobalErrorPage(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something failed · Latchkey</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
