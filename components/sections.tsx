"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

export type Section = {
  label: string;
  href: string;
  /** Addresses that begin with one of these belong to the section too. */
  within?: string[];
  /** How many there are in it; nothing is shown of none. */
  count?: number;
};

/** The bar of a resource's pages, under the top bar. Only what the person may open. Scrolls sideways where too narrow. */
export function Sections({ label, sections }: { label: string; sections: Section[] }) {
  const current = currentSection(usePathname(), sections);
  const currentLink = useRef<HTMLAnchorElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link to show is another one when the section changes.
  useEffect(() => {
    const link = currentLink.current;
    const bar = link?.parentElement;
    // Sideways only: `scrollIntoView` would take a page that is read further down back to its top.
    if (bar && link.offsetLeft + link.offsetWidth > bar.clientWidth) bar.scrollLeft = link.offsetLeft;
  }, [current]);
  return (
    <nav
      aria-label={label}
      className="flex overflow-x-auto border-b bg-surface px-[calc(var(--edge)-0.5rem)] [scrollbar-width:none]"
    >
      {sections.map((section) => (
        <Link
          key={section.href}
          ref={section === current ? currentLink : undefined}
          href={section.href}
          aria-current={section === current ? "page" : undefined}
          className="relative flex h-10 items-center px-2 whitespace-nowrap text-muted no-underline hover:text-fg focus-visible:rounded-md focus-visible:-outline-offset-3 aria-[current]:font-semibold aria-[current]:text-fg aria-[current]:after:absolute aria-[current]:after:inset-x-2 aria-[current]:after:bottom-0 aria-[current]:after:h-0.5 aria-[current]:after:rounded-t-[2px] aria-[current]:after:bg-accent forced-colors:aria-[current]:after:bg-[Highlight]"
        >
          {section.label}
          {section.count ? (
            <span className="ml-1.5 rounded-full bg-press px-1.5 text-xs font-medium text-muted tabular-nums">
              {section.count.toLocaleString("en")}
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}

/** The section whose address, or one of whose, is the longest beginning of the path. */
export function currentSection(path: string, sections: Section[]): Section | undefined {
  let best: { section: Section; length: number } | undefined;
  for (const section of sections) {
    for (const prefix of [section.href, ...(section.within ?? [])]) {
      const inside = path === prefix || path.startsWith(`${prefix}/`);
      if (inside && prefix.length > (best?.length ?? 0)) best = { section, length: prefix.length };
    }
  }
  return best?.section;
}
