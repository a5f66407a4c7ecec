"use client";
import Link from "next/link";
import { DropdownMenu } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names";

const item =
  "flex min-h-(--control) items-center gap-2 rounded-sm px-2 py-1 no-underline outline-none data-highlighted:bg-press forced-colors:data-highlighted:-outline-offset-2 forced-colors:data-highlighted:outline-2 forced-colors:data-highlighted:outline-solid forced-colors:data-highlighted:outline-[Highlight]";

/** A button and the menu it opens. Arrow keys, Home, End and letters move; Escape gives focus back. */
export function Menu({
  trigger,
  align = "end",
  wide = false,
  children,
}: {
  /** One button. */
  trigger: ReactNode;
  align?: "start" | "end";
  /** As wide as its button. */
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={cx(
            "z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-auto rounded-float border border-line-strong bg-raised p-1 shadow-float outline-none data-[state=closed]:animate-leave data-[state=open]:animate-rise forced-colors:border-[CanvasText]",
            wide && "w-(--radix-dropdown-menu-trigger-width)",
          )}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  danger = false,
  className,
  ...rest
}: ComponentProps<typeof DropdownMenu.Item> & { danger?: boolean }) {
  return <DropdownMenu.Item {...rest} className={cx(item, danger ? "text-danger-fg" : "text-fg", className)} />;
}

export function MenuLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <DropdownMenu.Item asChild>
      <Link {...rest} className={cx(item, "text-fg aria-[current]:font-semibold", className)} />
    </DropdownMenu.Item>
  );
}

/** Words at the head of a menu that can't be chosen. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 py-1.5">{children}</DropdownMenu.Label>;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line forced-colors:bg-[CanvasText]" />;
}
