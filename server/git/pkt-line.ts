/** A line of git's protocol: its length in four hex digits, itself included, then the text. */
export function pktLine(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, "0") + text;
}

export const flushPkt = "0000";
