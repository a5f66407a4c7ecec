/** The page that an address asks for; the first where it asks for none that could be. */
export function pageNumber(parameter: string | string[] | undefined): number {
  const page = Number(parameter);
  return Number.isSafeInteger(page) && page >= 1 ? page : 1;
}
