"use client";
import { Bell, Braces, LogOut, UserRound } from "lucide-react";
import { signOut } from "next-auth/react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "@/components/ui/menu";

export function AccountMenu({ name, email }: { name: string; email: string }) {
  return (
    <Menu
      trigger={
        <Button kind="quiet" iconOnly className="rounded-full">
          <Avatar name={name} />
          <span className="sr-only">Account menu of {name}</span>
        </Button>
      }
    >
      <MenuLabel>
        <span className="block font-semibold">{name}</span>
        <span className="block text-sm text-muted">{email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuLink href="/account">
        <Icon icon={UserRound} />
        Account
      </MenuLink>
      <MenuLink href="/account/inbox">
        <Icon icon={Bell} />
        Inbox
      </MenuLink>
      <MenuLink href="/api/reference">
        <Icon icon={Braces} />
        REST API
      </MenuLink>
      <MenuItem onSelect={() => signOut({ callbackUrl: "/sign-in" })}>
        <Icon icon={LogOut} />
        Sign out
      </MenuItem>
    </Menu>
  );
}
