"use client";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";

const pauseMs = 300;

/** Finds by name. What is searched goes into the address once typing pauses; Escape empties it. */
export function SearchField({
  search,
  href,
  state,
}: {
  search: string;
  href: (search: string) => string;
  state: string;
}) {
  const router = useRouter();
  const [text, setText] = useState(search);
  const [asked, setAsked] = useState(search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  // Back, forward and "Clear the search" change the address, and so the field; our own changes come back as they were.
  if (search !== asked) {
    setAsked(search);
    setText(search);
  }

  function find(next: string, afterMs: number) {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setAsked(next.trim());
      router.replace(href(next.trim()), { scroll: false });
    }, afterMs);
  }

  return (
    <search className="flex-[0_1_16rem] max-phone:flex-[1_1_100%]">
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault();
          find(text, 0);
        }}
      >
        <Icon icon={Search} className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted" />
        <Input
          key={state}
          type="search"
          name="search"
          value={text}
          aria-label="Find tokens by name"
          placeholder="Find by name"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          className="pl-8!"
          onChange={(event) => find(event.target.value, pauseMs)}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || text === "") return;
            event.preventDefault();
            find("", 0);
          }}
        />
      </form>
    </search>
  );
}
