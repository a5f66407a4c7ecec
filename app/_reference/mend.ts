const mended = new WeakSet<ShadowRoot>();

/**
 * Gives what RapiDoc draws in a shadow root, and in those within, what it lacks: names for its fields, regions that a
 * keyboard can scroll, the look of our controls.
 */
export function mend(root: ShadowRoot): void {
  if (mended.has(root)) return;
  mended.add(root);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const mendWithin = () => {
    for (const field of root.querySelectorAll<HTMLElement>("input, textarea, select, tag-input")) name(field);
    for (const scrolled of root.querySelectorAll<HTMLElement>("pre, .table, .tree")) scrolled.tabIndex = 0;
    for (const element of root.querySelectorAll("*")) if (element.shadowRoot) mend(element.shadowRoot);
  };
  new MutationObserver(mendWithin).observe(root, { childList: true, subtree: true });
  mendWithin();
}

function name(field: HTMLElement): void {
  if (field.ariaLabel !== null) return;
  field.ariaLabel = field.dataset.pname ?? (field.matches(".request-body-param-user-input") ? "Body" : "Value");
}

const style = `
  .hide-in-small-screen { display: none !important; }
  .upper { text-transform: none; }
  .req-res-title, .table-title, .tab-btn, .m-btn { text-transform: lowercase; }
  .req-res-title::first-letter, .table-title::first-letter, .tab-btn::first-letter, .m-btn::first-letter { text-transform: uppercase; }
  .m-btn, .toolbar-btn {
    min-height: var(--control);
    padding: 0 0.75rem;
    border: 1px solid var(--border-strong);
    border-radius: 6px;
    background: var(--surface);
    color: var(--text);
    box-shadow: none;
    font: 500 0.875rem/1.25rem var(--font-sans);
  }
  .m-btn:hover { background: var(--hover); }
  .m-btn.primary { border-color: transparent; background: var(--accent); color: var(--on-accent); }
  .m-btn.primary:hover { background: var(--accent-hover); }
  :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; box-shadow: none; }
  [part~="wrap-request-btn"] { justify-content: flex-end; }
`;
