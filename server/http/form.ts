/** The values of a urlencoded form by name, in the order in which they came. One pass: a form may hold very many names. */
export function formValues(text: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return values;
}
