const images: Readonly<Record<string, string>> = {
  avif: "image/avif",
  bmp: "image/bmp",
  gif: "image/gif",
  ico: "image/x-icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  svg: "image/svg+xml",
  webp: "image/webp",
};

/** The media type of an image that browsers show, by the file's name. */
export function imageType(fileName: string): string | null {
  return images[extensionOf(fileName)] ?? null;
}

export function isMarkdown(fileName: string): boolean {
  return ["md", "markdown"].includes(extensionOf(fileName));
}

function extensionOf(fileName: string): string {
  return /\.([^.]+)$/.exec(fileName.toLowerCase())?.[1] ?? "";
}
