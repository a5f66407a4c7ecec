/** Where the next comment is written once the thread is gone: on the same line, or in the form of the page, its last. */
export function whereNextIsWritten(thread: HTMLElement | null): HTMLElement | null {
  const beneath = thread?.closest<HTMLElement>("[data-beneath]");
  const line = beneath?.closest("section")?.querySelector<HTMLElement>(`[data-line="${beneath.dataset.beneath}"]`);
  return line ?? [...document.querySelectorAll<HTMLElement>("main textarea")].at(-1) ?? null;
}
