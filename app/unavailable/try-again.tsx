"use client";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { announce } from "@/components/ui/live-region";

const pauseMs = 5_000;

/** Asks for the page again until it's there, then shows it. */
export function TryAgain() {
  const [trying, setTrying] = useState(false);

  useEffect(() => {
    const timer = setInterval(() => void showWhenBack(), pauseMs);
    return () => clearInterval(timer);
  }, []);

  async function tryNow() {
    setTrying(true);
    if (!(await showWhenBack())) announce("Still not reachable");
    setTrying(false);
  }

  return (
    <Button pending={trying} onClick={tryNow} className="justify-self-start">
      {trying ? "Trying…" : "Try now"}
    </Button>
  );
}

async function showWhenBack(): Promise<boolean> {
  try {
    const response = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (response.status === 503) return false;
  } catch {
    return false;
  }
  // Whoever opened this page by its own address has nothing to go back to.
  if (location.pathname === "/unavailable") location.assign("/");
  else location.reload();
  return true;
}
