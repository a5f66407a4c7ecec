const tagForm = /(?:W\/)?"[^"]*"/g;

/**
 * Whether a client has what this tag stands for, by its If-None-Match header (RFC 9110, section 13.1.2). Strong or weak, they
 * are compared alike here.
 */
export function hasCurrent(ifNoneMatch: string | null | undefined, tag: string): boolean {
  if (!ifNoneMatch) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return (ifNoneMatch.match(tagForm) ?? []).some((one) => opaque(one) === opaque(tag));
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, "");
}
