import { ArrowRight, FileMinus, FilePen, FilePlus, FileSymlink } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { type DiffFile, pathOf } from "./diff-content";

const statuses = {
  added: { icon: FilePlus, word: "Added", color: "text-success-fg" },
  removed: { icon: FileMinus, word: "Removed", color: "text-danger-fg" },
  modified: { icon: FilePen, word: "Modified", color: "text-muted" },
  renamed: { icon: FileSymlink, word: "Renamed", color: "text-muted" },
};

/** What became of the file; its icon in lists, the word beside it in panels. */
export function FileStatus({ status, short = false }: { status: DiffFile["status"]; short?: boolean }) {
  const { icon, word, color } = statuses[status];
  return (
    <span className={`inline-flex flex-none items-center gap-1.5 text-xs ${color}`} title={short ? word : undefined}>
      <Icon icon={icon} />
      <span className={short ? "sr-only" : undefined}>{word}</span>
    </span>
  );
}

/** The path of the file; of a renamed one both. */
export function FileName({ file }: { file: DiffFile }) {
  if (file.status !== "renamed") return <span className="[overflow-wrap:anywhere]">{pathOf(file)}</span>;
  return (
    <span className="[overflow-wrap:anywhere]">
      {file.oldPath}
      <Icon icon={ArrowRight} size={12} className="mx-1.5 inline! text-muted" />
      <span className="sr-only"> renamed to </span>
      {file.newPath}
    </span>
  );
}
