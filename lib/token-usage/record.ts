import { rangesHold } from "../access-tokens/addresses";
import type { AccessTokenPrincipal } from "../authorization/principal";
import { env } from "../env";
import { scrub } from "../log-scrubber";
import type { Outcome } from "./outcome";

/** A request with a token, and what came of it. */
export type Use = {
  principal: AccessTokenPrincipal;
  /** Null where it isn't known. */
  address: string | null;
  /** What the client calls itself. */
  client: string;
  /** The published operation, or the git service. */
  operation: string;
  /** The scope that the operation demands; empty where it demands none. */
  scope: string;
  outcome: Outcome;
};

export type PendingOperation = {
  dayNumber: number;
  operation: string;
  scope: string;
  outcome: Outcome;
  requests: number;
  lastAt: number;
  /** Whoever was refused last, for the audit trail; null where nobody was, or where another row tells of it. */
  refused: { principal: AccessTokenPrincipal; address: string | null; client: string } | null;
};

export type PendingCaller = {
  secretId: string;
  address: string;
  client: string;
  requests: number;
  firstAt: number;
  lastAt: number;
  lastOperation: string;
};

/** The use of a token since it was last written. */
export type PendingUsage = {
  accessTokenId: string;
  workspaceId: string;
  operations: PendingOperation[];
  /** The one that was seen last comes last. */
  callers: PendingCaller[];
};

const dayMs = 24 * 60 * 60_000;
/** More distinct callers of one token than that between two writes, and those seen longest ago fall away. */
const mostCallers = 40;
const longestClient = 200;

let pending = new Map<string, PendingUsage>();

/**
 * Counts a request: in memory, on the request's path. Written in batches by `flushUsage`. Bounded by the tokens that
 * there are, the operations that there are, and `mostCallers`.
 */
export function recordUsage(use: Use): void {
  if (!env.collectsUsage) return;
  const { principal, outcome } = use;
  const now = Date.now();
  const usage = usageOf(principal.accessTokenId, principal.workspaceId);
  const counted = outcome === "allowed" && isOnlyWatched(use) ? "address_watch" : outcome;
  const operation = operationIn(usage, use.operation, use.scope, counted, now);
  operation.requests += 1;
  operation.lastAt = now;
  if (counted !== "allowed" && counted !== "address_watch") {
    operation.refused = { principal, address: use.address, client: clientName(use.client) };
  }
  // Whoever was turned away for the address doesn't use the token, and must not push out those who do.
  if (counted !== "address") countCaller(usage, use, now);
}

/** Counts requests with a secret that had ended; the audit trail tells of them in a row of its own. */
export function recordEndedUse(
  token: { accessTokenId: string; workspaceId: string },
  use: { operation: string; scope: string; outcome: Outcome; requests: number; at: number },
): void {
  if (!env.collectsUsage) return;
  const usage = usageOf(token.accessTokenId, token.workspaceId);
  const operation = operationIn(usage, use.operation, use.scope, use.outcome, use.at);
  operation.requests += use.requests;
  operation.lastAt = Math.max(operation.lastAt, use.at);
}

/** What the client calls itself, fit to be kept: without secrets, printable, at most 200 characters. */
export function clientName(text: string): string {
  return scrub(text).replace(/\p{C}/gu, "").trim().slice(0, longestClient);
}

/** Hands out all that was gathered. What couldn't be written has to be put back. */
export function takePending(): PendingUsage[] {
  const taken = [...pending.values()];
  pending = new Map();
  return taken;
}

export function putBack(unwritten: readonly PendingUsage[]): void {
  for (const old of unwritten) {
    const usage = usageOf(old.accessTokenId, old.workspaceId);
    for (const each of old.operations) {
      const { operation, scope, outcome, lastAt } = each;
      const now = operationIn(usage, operation, scope, outcome, each.dayNumber * dayMs);
      now.requests += each.requests;
      now.lastAt = Math.max(now.lastAt, lastAt);
      now.refused ??= each.refused;
    }
    const newer = usage.callers;
    const returned = old.callers.filter((caller) => !newer.some((other) => isSame(other, caller)));
    for (const caller of newer) {
      const before = old.callers.find((other) => isSame(other, caller));
      if (!before) continue;
      caller.requests += before.requests;
      caller.firstAt = Math.min(caller.firstAt, before.firstAt);
    }
    usage.callers = [...returned, ...newer].slice(-mostCallers);
  }
}

function isSame(caller: PendingCaller, { secretId, address, client }: PendingCaller): boolean {
  return isCaller(caller, secretId, address, client);
}

function usageOf(accessTokenId: string, workspaceId: string): PendingUsage {
  const known = pending.get(accessTokenId);
  if (known) return known;
  const usage = { accessTokenId, workspaceId, operations: [], callers: [] };
  pending.set(accessTokenId, usage);
  return usage;
}

function isOnlyWatched({ principal: { limits }, address }: Use): boolean {
  return limits.addresses !== null && limits.addressMode === "watch" && !rangesHold(limits.addresses, address);
}

/** A list that is looked through: a token asks for few different things within seconds. */
function operationIn(
  { operations }: PendingUsage,
  operation: string,
  scope: string,
  outcome: Outcome,
  at: number,
): PendingOperation {
  const dayNumber = Math.floor(at / dayMs);
  for (const each of operations) {
    if (
      each.operation === operation &&
      each.outcome === outcome &&
      each.dayNumber === dayNumber &&
      each.scope === scope
    ) {
      return each;
    }
  }
  const added = { dayNumber, operation, scope, outcome, requests: 0, lastAt: at, refused: null };
  operations.push(added);
  return added;
}

function countCaller({ callers }: PendingUsage, { principal, address, client, operation }: Use, now: number): void {
  const { secretId } = principal;
  const from = address ?? "";
  // Most requests come from whoever came last, whose name is fit to be kept.
  let caller = callers[callers.length - 1];
  if (!caller || !isCaller(caller, secretId, from, client)) {
    const name = clientName(client);
    const index = callers.findIndex((other) => isCaller(other, secretId, from, name));
    caller = index < 0 ? newCaller(secretId, from, name, now) : callers.splice(index, 1)[0];
    if (!caller) return;
    callers.push(caller);
    if (callers.length > mostCallers) callers.shift();
  }
  caller.requests += 1;
  caller.lastAt = now;
  caller.lastOperation = operation;
}

function newCaller(secretId: string, address: string, client: string, now: number): PendingCaller {
  return { secretId, address, client, requests: 0, firstAt: now, lastAt: now, lastOperation: "" };
}

function isCaller(caller: PendingCaller, secretId: string, address: string, client: string): boolean {
  return caller.client === client && caller.address === address && caller.secretId === secretId;
}
