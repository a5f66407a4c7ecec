import type { ReactNode } from "react";
import { Page, SettingsPage } from "@/components/page";
import type { Section } from "@/components/sections";
import { SideNavigation } from "@/components/side-navigation";

/** The settings pages of a resource beside their navigation, which is there for those alone who may open them. */
export function SettingsFrame({
  label,
  mayManage,
  pages,
  children,
}: {
  label: string;
  mayManage: boolean;
  pages: Section[];
  children: ReactNode;
}) {
  if (!mayManage) return <Page>{children}</Page>;
  return <SettingsPage navigation={<SideNavigation label={label} pages={pages} />}>{children}</SettingsPage>;
}
