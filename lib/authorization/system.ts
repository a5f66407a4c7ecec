import type { Caller } from "./principal";

/** Latchkey itself, for the audit trail of its chores. */
export const system: Caller = { principal: { kind: "system", access: [] }, address: null, requestId: null };
