import { decodeText } from "../_repository/decode-text";

/**
 * Hunks as text that a page can hold: each line decoded by itself where not all is UTF-8, ends of lines told where they
 * differ, no character that a browser would change.
 */
export function readableHunks(bytes: Buffer): { hunks: string; notes: string[] } {
  const text = decodeText(bytes);
  const isUtf8 = Buffer.byteLength(text) === bytes.length;
  const lines = (isUtf8 ? text : decodeLines(bytes)).split("\n");
  const withReturn = lines.filter((line) => isContent(line) && line.endsWith("\r")).length;
  const isMixed = withReturn > 0 && withReturn < lines.filter(isContent).length;
  const hunks = lines
    .map((line) => (isMixed && isContent(line) ? line : line.replace(/\r$/, "")).replaceAll("\r", "␍"))
    .join("\n")
    .replaceAll("\0", "␀");
  return {
    hunks,
    notes: [
      ...(withReturn > 0 && !isMixed ? ["Lines end in CRLF"] : []),
      ...(isMixed ? ["Some lines end in CRLF, marked ␍"] : []),
      ...(turnsText.test(text) ? ["Holds characters that change the order in which text is shown"] : []),
    ],
  };
}

/** Lines may be in different encodings: that may be the very change. */
function decodeLines(bytes: Buffer): string {
  const lines: string[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const end = bytes.indexOf(10, start);
    lines.push(decodeText(bytes.subarray(start, end < 0 ? bytes.length : end)));
    start = (end < 0 ? bytes.length : end) + 1;
  }
  return lines.join("\n");
}

function isContent(line: string): boolean {
  return /^[ +-]/.test(line);
}

const turnsText = /[\u202a-\u202e\u2066-\u2069]/;
