"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

/** For pages that stay fresh while they are open. What isn't shown any more is forgotten: the next page brings its own. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { gcTime: 0, retry: false } } }));
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
