/** The address with that parameter set anew: to one value, to several, or to none. */
export function withParameter(address: string, name: string, values: readonly string[]): string {
  const [path = "", query = ""] = address.split("?");
  const parameters = new URLSearchParams(query);
  parameters.delete(name);
  for (const value of values) parameters.append(name, value);
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}
