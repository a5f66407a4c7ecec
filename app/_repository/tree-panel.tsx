import { CornerLeftUp, File, FileSymlink, Folder, FolderGit2, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { Icon } from "@/components/ui/icon";
import { Panel } from "@/components/ui/panel";
import { type NamedEntry, type TreeEntry, withSizes } from "@/lib/git/source";
import type { Repository } from "@/lib/repositories/find";
import { addressOf, type RepositoryAddress, sourcePage } from "./addresses";
import { fileSize } from "./file-size";

const icons: Record<TreeEntry["kind"], LucideIcon> = {
  directory: Folder,
  file: File,
  symlink: FileSymlink,
  submodule: FolderGit2,
};
const kinds: Record<TreeEntry["kind"], string> = {
  directory: "Folder",
  file: "File",
  symlink: "Symbolic link",
  submodule: "Submodule",
};

// A folder of a hundred thousand files would stop any browser.
const mostShown = 2_000;

export async function TreePanel({
  repository,
  refName,
  path,
  entries,
}: {
  repository: Repository;
  refName: string;
  path: string;
  entries: readonly NamedEntry[];
}) {
  const address = addressOf(repository);
  const shown = await withSizes(repository.id, entries.slice(0, mostShown));
  const parent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  return (
    <Panel>
      <table className="w-full table-fixed border-collapse text-left">
        <caption className="sr-only">{path === "" ? "Files" : `Files in ${path}`}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Size</th>
          </tr>
        </thead>
        <tbody>
          {path === "" ? null : (
            <tr className="border-b hover:bg-hover">
              <td className="px-4 py-1.5" colSpan={2}>
                <Link
                  href={sourcePage(address, refName, parent)}
                  className="inline-flex min-h-6 items-center gap-2 text-muted no-underline hover:underline"
                >
                  <Icon icon={CornerLeftUp} />
                  Parent folder
                </Link>
              </td>
            </tr>
          )}
          {shown.map((entry) => (
            <EntryRow key={entry.path} repository={address} refName={refName} entry={entry} />
          ))}
        </tbody>
      </table>
      {entries.length > mostShown ? (
        <p className="border-t px-4 py-2.5 text-sm text-muted">
          The first {mostShown.toLocaleString("en")} of {entries.length.toLocaleString("en")} entries. A clone has them
          all.
        </p>
      ) : null}
    </Panel>
  );
}

function EntryRow({
  repository,
  refName,
  entry,
}: {
  repository: RepositoryAddress;
  refName: string;
  entry: TreeEntry;
}) {
  const { kind, name, path, hash, size } = entry;
  const shown = (
    <>
      <Icon icon={icons[kind]} className="text-muted" />
      <span className="sr-only">{kinds[kind]} </span>
      <span className="min-w-0 [overflow-wrap:anywhere] group-hover:underline">{name}</span>
    </>
  );
  return (
    <tr className="border-b last:border-b-0 hover:bg-hover">
      <td className="py-1.5 pr-3 pl-4">
        {kind === "submodule" ? (
          <span className="inline-flex min-h-6 items-center gap-2">
            {shown}
            <code className="text-muted">{hash.slice(0, 7)}</code>
          </span>
        ) : (
          <Link
            href={sourcePage(repository, refName, path)}
            prefetch={false}
            className="group inline-flex min-h-6 max-w-full items-center gap-2 text-fg no-underline"
          >
            {shown}
          </Link>
        )}
      </td>
      <td className="w-28 py-1.5 pr-4 pl-3 text-right text-sm whitespace-nowrap text-muted tabular-nums">
        {size === null || kind !== "file" ? "" : fileSize(size)}
      </td>
    </tr>
  );
}
