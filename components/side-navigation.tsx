"use client";
import { ChevronDown, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuLink } from "@/components/ui/menu";
import { currentSection, type Section } from "./sections";

/** The pages of a resource's settings. Below 1080 px one button that names the current page and opens a menu. */
export function SideNavigation({ label, pages }: { label: string; pages: Section[] }) {
  const current = currentSection(usePathname(), pages);
  return (
    <nav aria-label={label}>
      <div className="max-columns:hidden">
        <p className="pb-2 text-xs font-medium text-muted">{label}</p>
        <ul className="grid gap-px">
          {pages.map((page) => (
            <li key={page.href} className="-ml-3">
              <Link
                href={page.href}
                aria-current={page === current ? "page" : undefined}
                // The tongue of a latch, one corner cut as in the mark, stands left of where one is.
                className="relative flex min-h-8 items-center rounded-md px-3 py-1 text-muted no-underline hover:bg-press hover:text-fg aria-[current]:bg-here aria-[current]:font-semibold aria-[current]:text-fg aria-[current]:before:absolute aria-[current]:before:inset-y-2 aria-[current]:before:left-0 aria-[current]:before:w-[3px] aria-[current]:before:bg-accent aria-[current]:before:[clip-path:polygon(0_0,100%_3px,100%_100%,0_100%)] forced-colors:aria-[current]:before:bg-[Highlight]"
              >
                {page.label}
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <div className="columns:hidden">
        <Menu
          align="start"
          wide
          trigger={
            <Button className="w-full justify-start! gap-2!">
              <Icon icon={SlidersHorizontal} />
              <span className="sr-only">{label}: </span>
              {current?.label ?? label}
              <Icon icon={ChevronDown} className="ml-auto text-muted" />
            </Button>
          }
        >
          {pages.map((page) => (
            <MenuLink key={page.href} href={page.href} aria-current={page === current ? "page" : undefined}>
              {page.label}
            </MenuLink>
          ))}
        </Menu>
      </div>
    </nav>
  );
}
