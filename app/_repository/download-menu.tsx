"use client";
import { ChevronDown, Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem } from "@/components/ui/menu";
import { archiveFile, type RepositoryAddress } from "./addresses";

const formats = ["zip", "tar.gz"] as const;

/** All files of the commit that is shown, packed into one. */
export function DownloadMenu({ repository, commit }: { repository: RepositoryAddress; commit: string }) {
  return (
    <Menu
      trigger={
        <Button className="ml-auto">
          <Icon icon={Download} />
          Download
          <Icon icon={ChevronDown} />
        </Button>
      }
    >
      {formats.map((format) => (
        <MenuItem key={format} asChild className="no-underline">
          <a href={archiveFile(repository, commit, format)}>{format}</a>
        </MenuItem>
      ))}
    </Menu>
  );
}
