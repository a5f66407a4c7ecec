import type { Caller } from "./principal";
import { allScopes } from "./scopes";

/** Whoever runs the server: its command line and its first start. Holds every scope on everything. */
export const operator: Caller = {
  principal: { kind: "operator", access: [{ resource: { kind: "instance" }, scopes: allScopes }] },
  address: null,
  requestId: null,
};
