const inOrder = ["name", "expiry", "scopes", "addresses", "refs"];

/** Focuses the first field that something is wrong with. A date that is wrong stands in a field of its own. */
export function focusFirstError(form: HTMLFormElement | null, fields: Record<string, string[]>): void {
  const first = inOrder.find((field) => fields[field]?.length);
  if (!first) return;
  const control =
    (first === "expiry" && form?.querySelector<HTMLElement>('[name="expiryDate"]')) ||
    form?.querySelector<HTMLElement>(`[name="${first}"]`);
  control?.focus();
}
