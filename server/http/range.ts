/** A part of something: from `start` up to, and without, `end`. */
export type Range = { start: number; end: number };

/**
 * The one range of bytes that a `Range` header asks for of so many (RFC 9110, section 14.2). Null where it asks for none,
 * for several, or for what can't be understood: then everything is sent.
 */
export function rangeOf(header: string, size: number): Range | "unsatisfiable" | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (first === "" && last === "") return null;
  if (first === "")
    return Number(last) === 0 ? "unsatisfiable" : { start: Math.max(0, size - Number(last)), end: size };
  const start = Number(first);
  const end = last === "" ? size : Math.min(Number(last) + 1, size);
  if (last !== "" && Number(last) < start) return null;
  return start < size ? { start, end } : "unsatisfiable";
}
