type Values = { value: string; secured: boolean };

/**
 * What a form changes of the value that it was shown, null where that is secured. The rest isn't sent: somebody else may have
 * changed it meanwhile. An empty field leaves a secured value as it is.
 */
export function changesOf(was: string | null, { value, secured }: Values): Partial<Values> {
  return {
    value: value === asTyped(was ?? "") ? undefined : value,
    secured: secured === (was === null) ? undefined : secured,
  };
}

/** Fields know one kind of line end. */
function asTyped(value: string): string {
  return value.replaceAll(/\r\n?/g, "\n");
}
