import type { Readable } from "node:stream";
import { GitBusyError } from "@/lib/git/run";
import { Slots } from "@/lib/git/slots";

export type TurnLimits = {
  /** How many clients git serves at once. */
  processes: number;
  /** How many of these one token may hold. */
  perToken: number;
  /** How long one more waits for its turn. */
  waitMs: number;
};

/** The turns of clients that git serves. A token may not take the turns of all others. */
export class Turns {
  private readonly slots: Slots;
  private readonly held = new Map<string, number>();

  constructor(private readonly limits: TurnLimits) {
    this.slots = new Slots(limits.processes);
  }

  /** Waits for a turn; gives the function that ends it, or null where there are too many. */
  async take(token: string): Promise<(() => void) | null> {
    if (this.heldBy(token) >= this.limits.perToken) return null;
    this.count(token, 1);
    const free = await this.slots.take(this.limits.waitMs);
    if (!free) this.count(token, -1);
    let ended = false;
    return (
      free &&
      (() => {
        if (ended) return;
        ended = true;
        this.count(token, -1);
        free();
      })
    );
  }

  /** Opens what is streamed to a client, in a turn that ends with it. Throws `GitBusyError` where there is none. */
  async open(token: string, open: () => Promise<Readable>): Promise<Readable> {
    const free = await this.take(token);
    if (!free) throw new GitBusyError("Too much is being read at once.");
    try {
      return (await open()).once("close", free);
    } catch (error) {
      free();
      throw error;
    }
  }

  private heldBy(token: string): number {
    return this.held.get(token) ?? 0;
  }

  private count(token: string, more: 1 | -1): void {
    const now = this.heldBy(token) + more;
    if (now === 0) this.held.delete(token);
    else this.held.set(token, now);
  }
}
