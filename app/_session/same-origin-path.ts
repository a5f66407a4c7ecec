/** The path to go to after signing in, where it is one of this site; else the start page. */
export function sameOriginPath(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !next.startsWith("/")) return "/";
  const base = "http://latchkey.invalid";
  if (!URL.canParse(next, base)) return "/";
  const url = new URL(next, base);
  // "//host", "/\host" and their like resolve to another origin; the sign-in page would lead back to itself.
  if (url.origin !== base || url.pathname === "/sign-in" || url.pathname.startsWith("//")) return "/";
  return url.pathname + url.search + url.hash;
}
