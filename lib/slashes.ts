/** The text without the slashes at its end. A pattern like `/+$` takes time squared where slashes run long. */
export function withoutTrailingSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}

/** The text without the slashes at either end. */
export function withoutOuterSlashes(text: string): string {
  let start = 0;
  while (text[start] === "/") start += 1;
  return withoutTrailingSlashes(text.slice(start));
}
