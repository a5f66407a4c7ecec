/** Whether a client has what this tag stands for, by its If-None-Match header (RFC 9110, section 13.1.2). */
export function hasCurrent(ifNoneMatch: string | null | undefined, tag: string): boolean {
  if (!ifNoneMatch) return false;
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
}
