"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Links to comments lead to the diff; one that is about the whole stands on the overview, where this leads on to. */
export function LeadToOverview({ href }: { href: string }) {
  const router = useRouter();
  useEffect(() => {
    const { hash } = location;
    if (/^#comment-\d+$/.test(hash) && !document.getElementById(hash.slice(1))) router.replace(href + hash);
  }, [router, href]);
  return null;
}
