import type { ReactNode } from "react";
import { counted } from "@/app/_shell/counted";
import { Page } from "@/components/page";
import { buttonClass } from "@/components/ui/button";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { LinkTabs } from "@/components/ui/tabs";
import { readBlob, type TreeEntry } from "@/lib/git/source";
import type { Repository } from "@/lib/repositories/find";
import { addressOf, rawFile, sourcePage } from "./addresses";
import { CodeView } from "./code-view";
import { decodeText } from "./decode-text";
import { imageType, isMarkdown } from "./file-kind";
import { fileSize } from "./file-size";
import { Markdown } from "./markdown";
import { PathCrumbs } from "./path-crumbs";
import { RefBar } from "./ref-bar";
import type { ResolvedRef } from "./refs";

const mostBytes = 1_000_000;

export async function FilePage({
  repository,
  current,
  entry,
  asSource,
}: {
  repository: Repository;
  current: ResolvedRef;
  entry: TreeEntry;
  asSource: boolean;
}) {
  const address = addressOf(repository);
  const { path, name } = entry;
  const shown = await contentOf(repository, current, entry, asSource);
  const page = sourcePage(address, current.name, path);
  return (
    <Page>
      <h1 className="mb-5 [overflow-wrap:anywhere]">{name}</h1>
      <RefBar repository={repository} current={current} href={(ref) => sourcePage(address, ref, path)}>
        <PathCrumbs repository={address} refName={current.name} path={path} />
      </RefBar>
      <Panel>
        <PanelHead className="flex-wrap">
          {isMarkdown(name) ? (
            <LinkTabs
              label="View"
              tabs={[
                { href: page, label: "Rendered", current: !asSource },
                { href: `${page}?view=source`, label: "Source", current: asSource },
              ]}
            />
          ) : null}
          <p className="text-sm text-muted">{shown.summary}</p>
          {entry.kind === "file" ? (
            <a
              href={rawFile(address, current.name, path)}
              className={`${buttonClass({ kind: "default", size: "small" })} ml-auto`}
            >
              Raw
            </a>
          ) : null}
        </PanelHead>
        {shown.content}
      </Panel>
    </Page>
  );
}

async function contentOf(
  repository: Repository,
  current: ResolvedRef,
  entry: TreeEntry,
  asSource: boolean,
): Promise<{ summary: string; content: ReactNode }> {
  const { name, path } = entry;
  const address = addressOf(repository);
  if (entry.kind === "submodule") {
    return {
      summary: "Submodule",
      content: (
        <Said>
          Another repository, at the commit <code>{entry.hash}</code>.
        </Said>
      ),
    };
  }
  const { size, binary, bytes } = await readBlob(repository.id, entry, mostBytes);
  const summary = fileSize(size);
  if (entry.kind === "symlink") {
    return {
      summary: "Symbolic link",
      content: (
        <Said>
          Leads to <code>{bytes ? decodeText(bytes) : "a very long path"}</code>.
        </Said>
      ),
    };
  }
  if (imageType(name) && !asSource) {
    const image = <img src={rawFile(address, current.name, path)} alt={name} className="h-auto max-w-full" />;
    return { summary, content: <div className="grid justify-items-center bg-sunken p-6 max-phone:p-4">{image}</div> };
  }
  if (binary) return { summary, content: <Said>A binary file, which can’t be shown as text.</Said> };
  if (bytes === null) return { summary, content: <Said>Too large to be shown here. The raw file has it all.</Said> };
  const text = decodeText(bytes);
  if (text === "") return { summary, content: <Said>An empty file.</Said> };
  if (isMarkdown(name) && !asSource) {
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    return {
      summary,
      content: (
        <div className="px-6 pt-5 pb-7 max-phone:p-4">
          <Markdown source={text} place={{ repository: address, ref: current.name, folder }} />
        </div>
      ),
    };
  }
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").length;
  return { summary: `${counted(lines, "line")} · ${summary}`, content: <CodeView fileName={name} text={text} /> };
}

function Said({ children }: { children: ReactNode }) {
  return <PanelBody className="text-muted [overflow-wrap:anywhere]">{children}</PanelBody>;
}
