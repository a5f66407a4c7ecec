import { BookOpen } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelHead } from "@/components/ui/panel";
import { type NamedEntry, readBlob, withSizes } from "@/lib/git/source";
import type { Repository } from "@/lib/repositories/find";
import { addressOf } from "./addresses";
import { decodeText } from "./decode-text";
import { isMarkdown } from "./file-kind";
import { Markdown } from "./markdown";

const mostBytes = 512 * 1024;

/** The README among a folder's entries; markdown before plain text. */
export function findReadme(entries: readonly NamedEntry[]): NamedEntry | undefined {
  const readmes = entries.filter(({ kind, name }) => kind === "file" && /^readme(\.(md|markdown|txt))?$/i.test(name));
  return readmes.find(({ name }) => isMarkdown(name)) ?? readmes[0];
}

export async function Readme({
  repository,
  refName,
  entry,
}: {
  repository: Repository;
  refName: string;
  entry: NamedEntry;
}) {
  const [sized] = await withSizes(repository.id, [entry]);
  if (!sized) return null;
  const { bytes, binary } = await readBlob(repository.id, sized, mostBytes);
  if (bytes === null || binary) return null;
  const text = decodeText(bytes);
  const folder = entry.path.includes("/") ? entry.path.slice(0, entry.path.lastIndexOf("/")) : "";
  return (
    <Panel role="region" aria-labelledby="readme">
      <PanelHead>
        <Icon icon={BookOpen} />
        <h2 id="readme" className="text-base">
          {entry.name}
        </h2>
      </PanelHead>
      <div className="px-6 pt-5 pb-7 max-phone:p-4">
        {isMarkdown(entry.name) ? (
          <Markdown source={text} place={{ repository: addressOf(repository), ref: refName, folder }} />
        ) : (
          <pre className="text-sm/5 whitespace-pre-wrap">{text}</pre>
        )}
      </div>
    </Panel>
  );
}
