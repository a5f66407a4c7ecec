/** Set by the web process on each request: pages can’t see their own address otherwise. */
export const pathHeader = "x-latchkey-path";
