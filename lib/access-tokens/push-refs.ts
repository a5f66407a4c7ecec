/**
 * A pattern of refs: `main`, `release/*`, `refs/tags/*`. Without `refs/` it names branches. A star stands for any
 * characters, slashes included.
 */
export function fullPattern(pattern: string): string {
  return pattern.startsWith("refs/") ? pattern : `refs/heads/${pattern}`;
}

/** Whether one of the patterns allows the ref, `refs/…` in full. */
export function patternsAllow(patterns: readonly string[], ref: string): boolean {
  return patterns.some((pattern) => matches(fullPattern(pattern), ref));
}

/**
 * Whether all that the inner patterns allow, one of the outer ones allows too. An outer star takes an inner star like
 * any other character, and then whatever that stands for.
 */
export function patternsCover(outer: readonly string[], inner: readonly string[]): boolean {
  return inner.every((pattern) => patternsAllow(outer, fullPattern(pattern)));
}

/** Piece by piece, each at its first place: no pattern takes longer than the length of the text. */
function matches(pattern: string, text: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head) || text.length < head.length + tail.length || !text.endsWith(tail)) return false;
  const end = text.length - tail.length;
  let place = head.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, place);
    if (found < 0 || found + piece.length > end) return false;
    place = found + piece.length;
  }
  return true;
}
