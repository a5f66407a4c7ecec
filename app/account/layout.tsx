import type { ReactNode } from "react";
import { requireUser } from "@/app/_session/caller";
import { AppBar } from "@/app/_shell/app-bar";
import { SettingsPage } from "@/components/page";
import { SideNavigation } from "@/components/side-navigation";

const pages = [
  { label: "Account", href: "/account" },
  { label: "Inbox", href: "/account/inbox" },
  { label: "Notices", href: "/account/notices" },
];

/** Around the pages of the person who is signed in. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <AppBar caller={await requireUser()} />
      <div className="border-b" />
      <SettingsPage navigation={<SideNavigation label="Your account" pages={pages} />}>{children}</SettingsPage>
    </>
  );
}
