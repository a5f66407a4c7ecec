import { counted } from "@/app/_shell/counted";
import { LinkTabs } from "@/components/ui/tabs";
import { withParameter } from "./address";
import type { DiffContent, DiffViewType } from "./diff-content";
import { FileName, FileStatus } from "./file-name";
import { LineCounts } from "./line-counts";

/** How much differs, the files by name, and the choice of how they are shown. */
export function DiffSummary({
  diff: { files, total, page, raw, alone },
  view,
}: {
  diff: DiffContent;
  view: DiffViewType;
}) {
  const sum = (counts: (number | null)[]) => counts.reduce<number>((all, count) => all + (count ?? 0), 0);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2>{counted(total, "file")} changed</h2>
        <LineCounts
          added={sum(files.map(({ linesAdded }) => linesAdded))}
          removed={sum(files.map(({ linesRemoved }) => linesRemoved))}
        />
        {total > files.length ? <span className="text-sm text-muted">in the first {files.length}</span> : null}
        <div className="ml-auto flex flex-wrap items-center gap-x-4">
          {alone ? <a href={withParameter(page, "path", [])}>All files</a> : null}
          <a href={raw} className="text-sm">
            Raw diff
          </a>
          <div className="max-cards:hidden">
            <LinkTabs
              label="How lines are shown"
              tabs={[
                { href: withParameter(page, "view", []), label: "Unified", current: view === "unified" },
                { href: withParameter(page, "view", ["split"]), label: "Side by side", current: view === "split" },
              ]}
            />
          </div>
        </div>
      </div>
      {files.length > 1 ? (
        <details open={files.length <= mostListed} className="rounded-lg border bg-surface">
          <summary className="px-4 py-2 font-medium">Files</summary>
          <ul className="grid border-t py-1">
            {files.map((file) => (
              <li key={file.anchor}>
                <a
                  href={`#${file.anchor}`}
                  className="flex min-h-6 items-center gap-2 px-4 py-1 text-fg no-underline hover:bg-hover hover:underline"
                >
                  <FileStatus status={file.status} short />
                  <code className="min-w-0">
                    <FileName file={file} />
                  </code>
                  <LineCounts added={file.linesAdded} removed={file.linesRemoved} className="ml-auto" />
                </a>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

const mostListed = 30;
