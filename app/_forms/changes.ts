type Value = string | boolean | readonly string[];

/** What a form changes of the values that it was shown. The rest isn't sent: somebody else may have changed it meanwhile. */
export function changesOf<Values extends Record<string, Value>>(was: Values, now: Values): Partial<Values> {
  const changes = { ...now };
  for (const name in now) if (isSame(was[name], now[name])) delete changes[name];
  return changes;
}

function isSame(was: Value | undefined, now: Value | undefined): boolean {
  if (typeof was === "string") return asTyped(was) === now;
  if (typeof was !== "object" || typeof now !== "object") return was === now;
  return was.length === now.length && was.every((one) => now.includes(one));
}

/** Fields know one kind of line end. */
function asTyped(value: string): string {
  return value.replaceAll(/\r\n?/g, "\n");
}
