import type { ExtraProps } from "react-markdown";
import { type RepositoryAddress, rawFile, resolvePath, sourcePage } from "./addresses";

type Element = NonNullable<ExtraProps["node"]>;
type Node = Element["children"][number];
type Root = { children: (Node | { type: "doctype" })[] };

/** Where a markdown file lies: its links and images are relative to its folder, at the ref that is shown. */
export type MarkdownPlace = {
  repository: RepositoryAddress;
  ref: string;
  folder: string;
  /** What its anchors begin with, where other texts stand on the same page. */
  anchors?: string;
};

/**
 * Fits a sanitised tree into the page: headings one level down and reachable by fragment, links and images of the
 * repository pointing to its pages. Images from elsewhere become links: loading them would tell their host who reads.
 */
export function rehypeInRepository(place: MarkdownPlace) {
  return (tree: Root) => {
    const taken = new Map<string, number>();
    const visit = (parent: Root | Element, inLink: boolean) => {
      for (const node of parent.children) {
        if (node.type !== "element") continue;
        const isLink = node.tagName === "a";
        if (isLink) fitLink(node, place);
        else if (node.tagName === "img") fitImage(node, place, inLink);
        else if (/^h[1-6]$/.test(node.tagName)) fitHeading(node, taken, place);
        else if (node.tagName === "pre") node.properties.tabIndex = 0;
        else if (node.tagName === "input") node.properties.ariaLabel = node.properties.checked ? "Done" : "To do";
        visit(node, inLink || isLink);
      }
    };
    visit(tree, false);
  };
}

function fitHeading(node: Element, taken: Map<string, number>, { anchors = "" }: MarkdownPlace) {
  const level = Number(node.tagName[1]);
  node.tagName = `h${Math.min(level + 1, 6)}`;
  node.properties.className = [...classes(node), `level-${level}`];
  if (node.properties.id !== undefined) return;
  const slug = textOf(node)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
  const seen = taken.get(slug) ?? 0;
  taken.set(slug, seen + 1);
  if (slug !== "") node.properties.id = `user-content-${anchors}${slug}${seen === 0 ? "" : `-${seen}`}`;
}

function fitLink(node: Element, place: MarkdownPlace) {
  const { href } = node.properties;
  if (typeof href !== "string") return;
  if (href.startsWith("#")) {
    node.properties.href = `#user-content-${place.anchors ?? ""}${href.slice(1)}`;
  } else if (isElsewhere(href)) {
    node.properties.rel = ["nofollow", "noreferrer"];
  } else {
    const { path, rest } = splitReference(href);
    const resolved = path === null ? null : resolvePath(place.folder, path);
    if (resolved === null) delete node.properties.href;
    else node.properties.href = sourcePage(place.repository, place.ref, resolved) + rest;
  }
}

function fitImage(node: Element, place: MarkdownPlace, inLink: boolean) {
  const src = typeof node.properties.src === "string" ? node.properties.src : "";
  const { path } = splitReference(src);
  const name = path?.split("/").at(-1) || "image";
  const alt = typeof node.properties.alt === "string" && node.properties.alt !== "" ? node.properties.alt : name;
  const resolved = src === "" || isElsewhere(src) || path === null ? null : resolvePath(place.folder, path);
  if (resolved !== null) {
    node.properties.src = rawFile(place.repository, place.ref, resolved);
    node.properties.alt = alt;
    node.properties.loading = "lazy";
    return;
  }
  const link = !inLink && isElsewhere(src);
  node.tagName = link ? "a" : "span";
  node.properties = link ? { href: src, rel: ["nofollow", "noreferrer"] } : {};
  node.children = [{ type: "text", value: alt }];
}

/** With a scheme, or of another host. */
function isElsewhere(address: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^[\\/]{2}|^\/\\/i.test(address);
}

/** The decoded path of a relative reference, and its fragment. Queries mean nothing to a file. */
function splitReference(reference: string): { path: string | null; rest: string } {
  const [, path = "", fragment] = /^([^?#]*)(?:\?[^#]*)?(#.*)?$/s.exec(reference) ?? [];
  try {
    return { path: decodeURIComponent(path), rest: fragment ? `#user-content-${fragment.slice(1)}` : "" };
  } catch {
    return { path: null, rest: "" };
  }
}

function classes(node: Element): string[] {
  return Array.isArray(node.properties.className) ? node.properties.className.map(String) : [];
}

function textOf(node: Node): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
}
